import Glibc

/// A terminal on standard input that does not show what is typed, so that keys pressed during a wait do not stand in the
/// middle of what is written. They are not lost: the next reader gets them.
///
/// It shows them again when this value goes away. Without a terminal it does nothing.
public struct SilencedTerminal: ~Copyable {
    private var before: termios?

    public init() {
        var attributes = termios()
        guard unsafe tcgetattr(0, &attributes) == 0 else { return }
        before = attributes
        attributes.c_lflag &= ~tcflag_t(ECHO)
        unsafe tcsetattr(0, TCSANOW, &attributes)
    }

    deinit {
        guard var before else { return }
        unsafe tcsetattr(0, TCSANOW, &before)
    }
}
