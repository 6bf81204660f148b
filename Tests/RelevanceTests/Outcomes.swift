/// One thing that can be right about the reply to a question; its raw value names it where it is recorded.
enum Virtue: String, CaseIterable {
    /// The best passage is of a section that answers.
    case rankedFirst = "ranked-first"
    /// One of the five best passages is.
    case rankedInFive = "ranked-in-five"
    /// There was an answer.
    case answered
    /// The answer quotes a section that answers.
    case quotedRight = "quoted-right"
    /// A question on another subject was refused.
    case refusedOffSubject = "refused-off-subject"
    /// A question on the subject, whose answer is missing, was refused.
    case refusedMissing = "refused-missing"
    /// As `rankedFirst`, of a follow-up.
    case followUpRankedFirst = "follow-up-ranked-first"
    /// As `quotedRight`, of a follow-up.
    case followUpQuotedRight = "follow-up-quoted-right"
}

/// Which virtues the reply to each question of a half has and which it lacks, by the line of the question.
struct Outcomes: Equatable {
    var has: [Virtue: Set<Int>] = [:]
    var lacks: [Virtue: Set<Int>] = [:]

    mutating func record(_ virtue: Virtue, _ line: Int, _ holds: Bool) {
        if holds { has[virtue, default: []].insert(line) } else { lacks[virtue, default: []].insert(line) }
    }

    /// What the questions were judged by.
    var virtues: [Virtue] { Virtue.allCases.filter { has[$0] != nil || lacks[$0] != nil } }

    /// Asks the built program all questions, over the bundled library.
    init(asking questions: [JudgedQuestion], in library: Library) throws {
        var alone: [JudgedQuestion] = []
        var followUps: [(first: String, question: JudgedQuestion)] = []
        for question in questions {
            if case .followUp(let first, _) = question.expectation {
                followUps.append((first, question))
            } else {
                alone.append(question)
            }
        }
        for (question, reply) in zip(alone, try library.replies(to: alone.map(\.text))) { judge(question, reply) }
        // An empty line begins another conversation and has no reply.
        let turns = followUps.flatMap { [$0.first, $0.question.text, ""] }
        let replies = try library.replies(to: turns, isConversation: true, count: 2 * followUps.count)
        for (index, followUp) in followUps.enumerated() { judge(followUp.question, replies[2 * index + 1]) }
    }

    private mutating func judge(_ question: JudgedQuestion, _ reply: Judged) {
        switch question.expectation {
        case .covered(let sections):
            record(.rankedFirst, question.line, reply.passages.first.map(sections.contains) ?? false)
            record(.rankedInFive, question.line, reply.passages.contains(where: sections.contains))
            record(.answered, question.line, reply.isAnswered)
            record(.quotedRight, question.line, reply.citations.contains(where: sections.contains))
        case .offSubject: record(.refusedOffSubject, question.line, !reply.isAnswered)
        case .missing: record(.refusedMissing, question.line, !reply.isAnswered)
        case .followUp(_, let sections):
            record(.followUpRankedFirst, question.line, reply.passages.first.map(sections.contains) ?? false)
            record(.followUpQuotedRight, question.line, reply.citations.contains(where: sections.contains))
        }
    }

    // MARK: The recorded text

    /// For each virtue how many replies have it, of how many, and the lines of those that lack it.
    var text: String {
        virtues.map { virtue in
            let good = has[virtue, default: []].count
            let bad = lacks[virtue, default: []].sorted()
            return "\(virtue.rawValue)\t\(good)/\(good + bad.count)\t\(bad.map(String.init).joined(separator: " "))\n"
        }.joined()
    }

    /// What was recorded: how many replies had each virtue, and the lines of those that lacked it.
    static func recorded(_ text: String) -> [Virtue: (count: Int, lacking: Set<Int>)] {
        var recorded: [Virtue: (count: Int, lacking: Set<Int>)] = [:]
        for line in text.split(separator: "\n") {
            let fields = line.split(separator: "\t", omittingEmptySubsequences: false)
            guard fields.count == 3, let virtue = Virtue(rawValue: String(fields[0])),
                let count = fields[1].split(separator: "/").first.flatMap({ Int($0) })
            else { continue }
            recorded[virtue] = (count, Set(fields[2].split(separator: " ").compactMap { Int($0) }))
        }
        return recorded
    }
}
