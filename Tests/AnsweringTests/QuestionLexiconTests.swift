import Testing
import TextAnalysis

@testable import Answering

private func kind(_ question: String, _ language: String) throws -> QuestionKind {
    QuestionKind(of: question, in: try #require(Language(named: language)))
}

@Suite("Kinds of questions in other languages")
struct QuestionLexiconTests {
    @Test("German questions")
    func german() throws {
        let questions: [(String, QuestionKind)] = [
            ("Was ist Honig?", .definition), ("Was sind Waben?", .definition), ("Was bedeutet „Tracht“?", .definition),
            ("Warum kristallisiert Honig?", .reason), ("Wie wird Honig geerntet?", .manner),
            ("Wie hoch ist der Turm?", .quantity), ("Wie viele Stufen hat er?", .quantity),
            ("Wann blüht die Linde?", .time),
            ("In welchem Jahr wurde er gebaut?", .time), ("Wo steht der Turm?", .place), ("Wer baute ihn?", .person),
            ("Welche Gefahren gibt es?", .list), ("Was sind die Risiken der Imkerei?", .list),
            ("Ist Honig gesund?", .decision), ("Darf ich den Turm betreten?", .decision),
            ("Welcher ist der höchste Turm?", .superlative),
            ("Was ist der Unterschied zwischen Honig und Sirup?", .difference("honig", "sirup")),
            ("Honig mit Wabe", .other),
        ]
        for (question, expected) in questions { #expect(try kind(question, "german") == expected, "\(question)") }
    }

    @Test("Turkish questions, whose question word stands at the end")
    func turkish() throws {
        let questions: [(String, QuestionKind)] = [
            ("Bal nedir?", .definition), ("PETEK NEDİR?", .definition), ("Sır ne demek?", .definition),
            ("Bal neden şekerlenir?", .reason), ("Bal nasıl hasat edilir?", .manner), ("Kule kaç metre?", .quantity),
            ("Kulenin yüksekliği ne kadar?", .quantity), ("Kule ne zaman yapıldı?", .time),
            ("Kule nerede?", .place), ("Kuleyi kim yaptı?", .person), ("Arıcılığın riskleri nelerdir?", .list),
            ("Balın faydaları nedir?", .list), ("Bal zararlı mı?", .decision),
            ("En yüksek kule hangisi?", .superlative),
            ("Bal ile pekmez arasındaki fark nedir?", .difference("bal", "pekmez")), ("Petekli bal", .other),
        ]
        for (question, expected) in questions { #expect(try kind(question, "turkish") == expected, "\(question)") }
    }

    @Test("a few of each of the other languages that have a table")
    func others() throws {
        #expect(try kind("Qu’est-ce que le miel ?", "french") == .definition)
        #expect(try kind("Pourquoi le miel cristallise-t-il ?", "french") == .reason)
        #expect(try kind("Quels sont les risques ?", "french") == .list)
        #expect(try kind("¿Qué es la miel?", "spanish") == .definition)
        #expect(try kind("¿Cuántas torres hay?", "spanish") == .quantity)
        #expect(try kind("Che cos'è il miele?", "italian") == .definition)
        #expect(try kind("Dove si trova il faro?", "italian") == .place)
        #expect(try kind("Hoe hoog is de toren?", "dutch") == .quantity)
        #expect(try kind("O que é o mel?", "portuguese") == .definition)
        #expect(try kind("Vad är honung?", "swedish") == .definition)
        #expect(try kind("Varför kristalliserar honung?", "swedish") == .reason)
    }

    @Test("English is read as before, and a language without a table has no kinds")
    func withoutTable() throws {
        #expect(try kind("What is honey?", "english") == .definition)
        #expect(try kind("Mitä hunaja on?", "finnish") == .other)
    }
}
