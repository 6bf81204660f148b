import Glibc
import SystemPackage

/// The one thread on which an editor lives.
///
/// libedit works with the character set of the thread that calls it and may be used by one thread only, while a program
/// built of tasks may call from a different thread each time. Work given to this thread runs while the caller waits, and
/// what that work asks of the caller, such as the completions of a word, runs on the caller's thread, where it belongs.
/// Neither ever runs at the same time as the other.
@safe
final class EditingThread {
    /// What both threads share; touched by one of them at a time, as the semaphores have it.
    @safe
    private final class Meeting {
        enum Note {
            case work(() -> Void)
            case question(() -> Void)
            case done
            case stop
        }
        var note = Note.done
        let toThread = UnsafeMutablePointer<sem_t>.allocate(capacity: 1)
        let toCaller = UnsafeMutablePointer<sem_t>.allocate(capacity: 1)

        init() {
            unsafe sem_init(toThread, 0, 0)
            unsafe sem_init(toCaller, 0, 0)
        }

        deinit {
            unsafe sem_destroy(toThread)
            unsafe sem_destroy(toCaller)
            unsafe toThread.deallocate()
            unsafe toCaller.deallocate()
        }

        func callThread() { unsafe sem_post(toThread) }
        func callCaller() { unsafe sem_post(toCaller) }
        func waitAsThread() { while unsafe sem_wait(toThread) != 0 {} }
        func waitAsCaller() { while unsafe sem_wait(toCaller) != 0 {} }

        /// Does what the note says; false when it asks for nothing more.
        ///
        /// A closure that only one call of ``perform(_:)`` may use is let go of before this returns, and so before the
        /// other side goes on.
        func act() -> Bool {
            let current = note
            note = .done
            switch current {
            case .work(let closure), .question(let closure):
                closure()
                return true
            case .done, .stop: return false
            }
        }

        func serve() {
            waitAsThread()
            while act() {
                callCaller()
                waitAsThread()
            }
        }
    }

    private let meeting = Meeting()
    private var thread = pthread_t()

    init() throws(LineEditingError) {
        let retained = unsafe Unmanaged.passRetained(meeting)
        let failure = unsafe pthread_create(
            &thread, nil,
            { argument in
                if let argument = unsafe argument {
                    unsafe Unmanaged<Meeting>.fromOpaque(argument).takeRetainedValue().serve()
                }
                return nil
            }, retained.toOpaque())
        guard failure == 0 else {
            unsafe retained.release()
            throw .editorUnavailable(errno: Errno(rawValue: failure))
        }
    }

    deinit {
        meeting.note = .stop
        meeting.callThread()
        pthread_join(thread, nil)
    }

    /// Runs `work` on the thread and waits for it, answering its questions meanwhile.
    func perform(_ work: () -> Void) {
        withoutActuallyEscaping(work) { work in
            meeting.note = .work(work)
            meeting.callThread()
            meeting.waitAsCaller()
            while meeting.act() {
                meeting.callThread()
                meeting.waitAsCaller()
            }
        }
    }

    /// Runs `question` on the thread of whoever called ``perform(_:)``; only for use by the work itself.
    func askCaller(_ question: () -> Void) {
        withoutActuallyEscaping(question) { question in
            meeting.note = .question(question)
            meeting.callCaller()
            meeting.waitAsThread()
        }
    }
}
