/// Whether two words look alike without being forms of one stem, as "government" resembles "govern".
public enum Resemblance {
    /// Five letters in common at the beginning, or four where that is all but the last of the shorter word.
    public static func holds(_ first: [UInt8], _ second: [UInt8]) -> Bool {
        let shorter = min(first.count, second.count)
        guard shorter > 3 else { return false }
        var common = 0
        while common < shorter, first[common] == second[common] { common += 1 }
        return common >= 5 || common == 4 && common >= shorter - 1
    }
}
