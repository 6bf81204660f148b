public import Answering

/// What the chat needs of the program around it.
public protocol ChatEngine: AnyObject {
    /// Answers from the newest generation of the index that ``refresh()`` found.
    var answerer: Answerer { get }

    /// In a few words, how the index stands to the files, such as "up to date".
    var freshness: String { get }

    /// Looks whether the index has a newer generation, quickly: it is called before each question.
    func refresh()

    /// What the index holds and what was skipped, in lines.
    func status() -> String

    /// Brings the index up to date and says in lines what that did.
    func reindex() -> String
}
