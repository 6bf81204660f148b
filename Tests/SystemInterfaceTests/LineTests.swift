import SystemInterface
import TestSupport
import Testing

@Suite struct LineTests {
    @Test("a line of a file is found by its number, and by where it begins, wherever the pieces that are read end")
    func lines() throws {
        let tree = try TestTree()
        let lines = (1...5000).map { String(repeating: "x", count: $0 % 97) + "\($0)" }
        let path = try tree.write(lines.joined(separator: "\n"), to: "lines")
        for number in [1, 2, 1000, 2500, 4999, 5000] {
            #expect(try OpenFile.reading(path).line(number) == Array(lines[number - 1].utf8))
        }
        #expect(try OpenFile.reading(path).line(5001) == nil)
        let start = lines[..<2500].reduce(0) { $0 + $1.utf8.count + 1 }
        #expect(try OpenFile.reading(path).line(at: start) == Array(lines[2500].utf8))
        #expect(try OpenFile.reading(path).line(at: 0) == Array(lines[0].utf8))
        #expect(try OpenFile.reading(path).bytes(start..<(start + 9)) == Array(lines[2500].utf8.prefix(9)))
        for offset in [start + 1, start - 1, 1 << 40, .max, -1] {
            #expect(try OpenFile.reading(path).line(at: offset) == nil, "\(offset)")
        }
        #expect(try OpenFile.reading(path).bytes((1 << 40)..<(1 << 41)).isEmpty)
        let ended = try tree.write("a\n\nb\n", to: "ended")
        #expect(try OpenFile.reading(ended).line(2) == [])
        #expect(try OpenFile.reading(ended).line(3) == Array("b".utf8))
        #expect(try OpenFile.reading(ended).line(4) == nil)
        #expect(try OpenFile.reading(ended).line(at: 2) == [])
        #expect(try OpenFile.reading(ended).line(at: 5) == nil)
        #expect(try OpenFile.reading(ended).bytes(2..<9) == Array("\nb\n".utf8))
    }
}
