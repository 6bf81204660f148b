import SystemInterface
import SystemPackage

/// Where the program keeps what belongs to its user: the history of the chat, and questions that got no answer.
enum StateFolder {
    /// `$XDG_STATE_HOME/quoth`, created where it is missing; nil when there is no place for it.
    static func path() -> FilePath? {
        var folder: FilePath
        if let named = Environment.path("XDG_STATE_HOME"), named.isAbsolute {
            folder = named
        } else if let home = Environment.homeDirectory() {
            folder = home.appending(".local/state")
        } else {
            return nil
        }
        folder.append("quoth")
        do throws(SystemError) {
            try makeDirectories(folder)
            return folder
        } catch {
            return nil
        }
    }
}
