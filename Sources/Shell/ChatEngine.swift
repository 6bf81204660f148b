public import Retrieval

/// The index behind a chat.
public protocol ChatEngine: AnyObject {
    /// The newest generation of the index, or nil while the first one is still being made. Quick.
    func snapshot() -> IndexSnapshot?

    /// The same after a look at the documents, as far as that delays no answer noticeably: what a question is answered from.
    func freshSnapshot() -> IndexSnapshot?

    /// Waits for the first index, telling how far it is.
    ///
    /// - Returns: nil when there is one now, else why there is none.
    func waitForIndex() -> String?

    /// In a few words, how the index stands to the files, such as "up to date"; empty where that is not known.
    var freshness: String { get }

    /// What the index holds, in lines.
    func status() -> String

    /// What was left out of the index and why, in lines.
    func skipped() -> String

    /// Brings the index up to date and says in lines what that did.
    func reindex() -> String
}

/// What the chat asks of the machine around it.
public protocol ChatSurroundings: AnyObject {
    /// What was asked before that holds the text, upper and lower case alike, oldest first; everything for an empty text.
    func history(matching text: String) -> [String]

    /// Writes a file.
    func write(_ text: [UInt8], to file: String, replacing: Bool) -> FileWriting

    /// Has the user write a text in an editor of their own.
    func edit() -> EditedText

    /// Keeps a question that got no answer.
    ///
    /// - Returns: nil, or why it cannot be kept.
    func keepGap(_ question: String) -> String?

    /// The questions that were kept, oldest first.
    func gaps() -> [String]
}

/// What became of a file that was to be written.
public enum FileWriting: Equatable, Sendable {
    case written
    /// There is a file of that name already, and it was not to be replaced.
    case exists
    /// It failed, for the reason given.
    case failed(String)
}

/// What an editor gave.
public enum EditedText: Equatable, Sendable {
    case text(String)
    /// It failed, for the reason given.
    case failed(String)
}
