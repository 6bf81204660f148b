import CLibEdit
import SystemInterface
import SystemPackage

/// Reads lines from a person at a terminal, with editing, history, search and completion.
///
///     let history = History(path: path)
///     try history.load()
///     let editor = try LineEditor(programName: "quoth", input: 0, output: 1, history: history) { line, cursor in
///         completions(of: line, at: cursor)
///     }
///     while case .line(let question) = editor.readLine(prompt: "quoth> ") {
///         try history.append(question)
///         answer(question)
///     }
///
/// Keys are those of emacs or, where the user's `~/.editrc` says `bind -v`, of vi; that file may bind any key anew.
/// Input is taken as UTF-8 whatever the locale. A paste of several lines becomes one line. Signals are caught only while
/// a line is read: Ctrl-C ends the read, Ctrl-Z stops the program as usual, and a request to end is a result. Between
/// reads the terminal and the signals are the program's own; a request to end that `InterruptFlag` remembers from then is
/// the result of the next read.
///
/// The editor belongs to one caller at a time and no two editors may read at once. Editing and colours need a terminal at
/// both ends; without one, lines are read as they come and no prompt is shown.
@safe
public final class LineEditor {
    /// The most bytes of UTF-8 that a line typed at a terminal may take; more is refused with a beep.
    public static let maximumLineByteCount = Int(CLE_MAXIMUM_LINE_BYTES)

    private let thread: EditingThread
    private let history: History
    private let completer: (_ line: String, _ cursorByteOffset: Int) -> [Completion]
    /// The C editor; `nil` once closed.
    private var editor: OpaquePointer?
    /// What is done when the watched descriptor can be read.
    private var watcher: (() -> Notice)?
    /// What watchers said that is to be shown before the next prompt.
    private var waitingRows = ""
    private var loadCountSeen = 0
    private var appendedCountSeen = 0

    /// Sets an editor up; nothing is written and the terminal stays as it is.
    ///
    /// - Parameters:
    ///   - programName: The name by which lines in `~/.editrc` can be meant for this program only.
    ///   - input: The descriptor read from; it is duplicated.
    ///   - output: The descriptor drawn on; it is duplicated.
    ///   - history: The entries to go back to. What is appended to it later, here or by another session, is seen at the next
    ///     read.
    ///   - completer: Given the line and the cursor's offset in bytes of UTF-8, returns what the word before the cursor
    ///     may become, best first. It runs within ``readLine(prompt:)``, on the same thread, and must not use the editor.
    /// - Throws: ``LineEditingError/editorUnavailable(errno:)``.
    public init(
        programName: String, input: Int32, output: Int32, history: History,
        completer: @escaping (_ line: String, _ cursorByteOffset: Int) -> [Completion]
    ) throws(LineEditingError) {
        self.history = history
        self.completer = completer
        thread = try EditingThread()
        var created: OpaquePointer?
        var code: Int32 = 0
        let limit = Int32(clamping: history.limit)
        thread.perform {
            // Without UTF-8 the editor still reads ASCII, which is better than none.
            _ = cle_use_utf8_on_this_thread()
            unsafe created = cle_create(programName, input, output, limit, &code)
        }
        guard let created = unsafe created else { throw .editorUnavailable(errno: Errno(rawValue: code)) }
        unsafe editor = created
        unsafe cle_set_earlier_request(created) {
            guard let request = InterruptFlag.current else { return 0 }
            InterruptFlag.clear()
            // Ctrl-C before a line was typed is no reason to give that line up.
            return request == .interrupt ? 0 : request.rawValue
        }
        unsafe cle_set_completion(
            created,
            { context, _ in
                unsafe Unmanaged<LineEditor>.fromOpaque(context).takeUnretainedValue().complete()
            }, Unmanaged.passUnretained(self).toOpaque())
    }

    deinit {
        close()
    }

    /// Reads one line.
    ///
    /// - Parameter prompt: What stands before the line. It may hold SGR sequences (`ESC [ … m`), which take no width, and
    ///   should end in a space.
    /// - Returns: How the read ended; ``ReadResult/failed(errno:)`` with `EBADF` on a closed editor and with `EBUSY` while
    ///   another editor reads.
    public func readLine(prompt: String) -> ReadResult {
        guard let editor = unsafe editor else { return .failed(errno: .badFileDescriptor) }
        history.refresh()
        let isAfresh = history.loadCount != loadCountSeen
        let newEntries =
            isAfresh ? history.entries.suffix(history.limit) : history.entries(appendedAfter: appendedCountSeen)
        loadCountSeen = history.loadCount
        appendedCountSeen = history.appendedCount

        var result = ReadResult.endOfInput
        thread.perform {
            if isAfresh { unsafe cle_history_clear(editor) }
            for entry in newEntries { unsafe cle_history_enter(editor, entry) }
            if !waitingRows.isEmpty { unsafe cle_write_rows(editor, waitingRows) }
            waitingRows = ""
            result = unsafe ReadResult(cle_read(editor, prompt))
        }
        return result
    }

    /// What a watcher wants.
    public struct Notice {
        /// Shown above the line that is being edited, in rows of at most the window's width; nil for nothing.
        public var text: String?
        /// The descriptor is to be watched no longer.
        public var isLast: Bool
        /// The text waits for the next prompt, so that the line being edited stays as it is.
        public var waits: Bool

        public init(text: String?, isLast: Bool, waits: Bool = false) {
            self.text = text
            self.isLast = isLast
            self.waits = waits
        }
    }

    /// Watches a descriptor while lines are read: whenever it can be read, or has ended, `watcher` is called within
    /// ``readLine(prompt:)``, on the same thread. It must read from the descriptor, and must not use the editor.
    ///
    /// On a terminal that cannot show anything above a line, text waits for the next prompt.
    public func watch(_ descriptor: Int32, _ watcher: @escaping () -> Notice) {
        guard let editor = unsafe editor else { return }
        self.watcher = watcher
        thread.perform {
            unsafe cle_watch(
                editor, descriptor,
                { context, _ in
                    unsafe Unmanaged<LineEditor>.fromOpaque(context).takeUnretainedValue().notice()
                }, Unmanaged.passUnretained(self).toOpaque())
        }
    }

    /// What is done when the watched descriptor can be read. Runs on the editing thread.
    private func notice() {
        guard let editor = unsafe editor else { return }
        var notice = Notice(text: nil, isLast: true)
        thread.askCaller { if let watcher { notice = watcher() } }
        if notice.isLast {
            watcher = nil
            unsafe cle_unwatch(editor)
        }
        guard let text = notice.text, !text.isEmpty else { return }
        var rows = ""
        for row in text.split(separator: "\n") { rows += CompletionList.neutralised(String(row)) + "\n" }
        if unsafe notice.waits || !cle_can_show_above(editor) {
            waitingRows += rows
        } else {
            unsafe cle_show_above(editor, rows)
        }
    }

    /// Frees the editor; after that every read fails.
    public func close() {
        guard let closing = unsafe editor else { return }
        thread.perform { unsafe cle_destroy(closing) }
        unsafe editor = nil
    }

    /// What Tab does. Runs on the editing thread.
    private func complete() {
        guard let editor = unsafe editor else { return }
        let view = unsafe cle_line(editor)
        let bytes = unsafe UnsafeRawBufferPointer(start: view.text, count: view.byte_count)
        let line = unsafe String(decoding: bytes, as: UTF8.self)
        let cursor = unsafe view.cursor
        var candidates: [Completion] = []
        thread.askCaller { candidates = completer(line, cursor) }
        // What does not begin within the line before the cursor cannot be inserted there.
        candidates.removeAll { $0.replaceFrom < 0 || $0.replaceFrom > cursor }

        let list = CompletionList(candidates: candidates)
        guard let first = candidates.first else {
            unsafe cle_beep(editor)
            return
        }
        let word = String(decoding: line.utf8.prefix(cursor).dropFirst(first.replaceFrom), as: UTF8.self)
        if let insertion = list.insertion(for: word) {
            if unsafe !cle_replace_before_cursor(editor, cursor - first.replaceFrom, Self.typable(insertion)) {
                unsafe cle_beep(editor)
            }
            return
        }
        guard candidates.count > 1 else { return }
        unsafe cle_list_begin(editor)
        let columnCount = Int(unsafe cle_columns(editor))
        for row in list.rows(columnCount: columnCount, width: { Int(unsafe cle_width($0)) }) {
            unsafe cle_list_row(editor, row)
        }
        unsafe cle_list_end(editor)
    }

    /// The text without the control characters that a person could not have typed into a line.
    private static func typable(_ text: String) -> String {
        var scalars = String.UnicodeScalarView()
        scalars.append(contentsOf: text.unicodeScalars.filter { $0.properties.generalCategory != .control })
        return String(scalars)
    }
}

extension ReadResult {
    /// Takes a result of the C editor over; its text is copied.
    fileprivate init(_ result: cle_result) {
        switch unsafe result.outcome {
        case CLE_LINE:
            let bytes = unsafe UnsafeRawBufferPointer(start: result.text, count: result.byte_count)
            self = unsafe .line(String(decoding: bytes, as: UTF8.self))
        case CLE_INTERRUPTED: self = .interrupted
        case CLE_TERMINATED: self = unsafe .terminated(signal: result.code)
        case CLE_FAILED: self = unsafe .failed(errno: Errno(rawValue: result.code))
        default: self = .endOfInput
        }
    }
}
