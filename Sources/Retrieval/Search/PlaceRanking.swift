internal import TextAnalysis

/// The title and headings that a passage stands under.
struct PassagePlace {
    var title: [UInt8]
    /// From the outermost to the one right above the passage; a heading that repeats the title is left out.
    var headings: [[UInt8]]
}

/// What a passage's title and headings say to a question.
struct PlaceEvidence {
    /// There is a title or a heading, so that passages beneath it belong together.
    var isNamed: Bool
    /// The words of the title, then those of each heading.
    var fields: [[Word]]
    var title: FieldOccurrences
    var headings: FieldOccurrences
    var match: PlaceMatch
}

/// The shares of a score that title and headings alone decide, each 0 … 1.
struct PlaceMatch {
    /// T²√C, see `PassageRanking`.
    var titleMatch = 0.0
    /// I·T²
    var intent = 0.0
    /// How alike the question and the nearest heading are.
    var likeness = 0.0
    /// The share of the question that title and headings lack but have words that resemble.
    var resemblance = 0.0
}

/// How often the question's terms, its exact forms and their relatives stand in a field of so many words.
struct FieldOccurrences {
    private(set) var length = 0
    /// By `ResolvedQuery`'s order: the terms, then the question's forms, then the relatives.
    private(set) var counts: [Int32]
    private let firstForm: Int
    private let firstRelative: Int

    init(_ query: ResolvedQuery) {
        firstForm = query.firstForm
        firstRelative = query.firstRelative
        counts = Array(repeating: 0, count: query.firstRelative + query.relatives.count)
    }

    mutating func add(_ words: [Word], _ meanings: [WordMeaning]) {
        for word in words { add(meanings[Int(word.form)]) }
    }

    private mutating func add(_ meaning: WordMeaning) {
        guard meaning.isIndexed else { return }
        length += 1
        if meaning.term >= 0 {
            counts[Int(meaning.term)] += 1
            if meaning.askedForm >= 0 { counts[firstForm + Int(meaning.askedForm)] += 1 }
        } else if meaning.relative >= 0 {
            counts[firstRelative + Int(meaning.relative)] += 1
        }
    }

    /// Adds the words that were spotted in a text, and to the length how many others it has.
    mutating func add(_ words: [SpottedWord], others: WordCounts, _ meanings: [WordMeaning]) {
        length += Int(others.content) + Int(others.question)
        for word in words { add(meanings[Int(word.number)]) }
    }

    mutating func removeAll() {
        length = 0
        for index in counts.indices { counts[index] = 0 }
    }
}

/// Judges titles and headings, each once for all passages that stand under it.
final class PlaceRanking {
    private let query: ResolvedQuery
    private let reader: WordReader
    private var places = ByteStringTable<Void>(slotCount: 512)
    /// By the number of the place.
    private var evidence: [PlaceEvidence] = []
    private var key: [UInt8] = []

    init(_ query: ResolvedQuery, reader: WordReader) {
        self.query = query
        self.reader = reader
    }

    /// What a place that `number(of:)` has numbered says to the question.
    subscript(number: Int) -> PlaceEvidence { evidence[number] }

    /// Judges a place, unless it is known. Places with the same title and headings have the same number.
    func number(of place: PassagePlace) -> Int {
        key.removeAll(keepingCapacity: true)
        append(place.title)
        for heading in place.headings { append(heading) }
        let (number, isNew) = places.intern(key, 0..<key.count)
        if isNew { evidence.append(judged(place)) }
        return number
    }

    /// Appends a text to the key, with its length in front, so that no two places have one key.
    private func append(_ text: [UInt8]) {
        for shift in stride(from: 0, to: 32, by: 8) { key.append(UInt8(truncatingIfNeeded: text.count >> shift)) }
        key += text
    }

    private func judged(_ place: PassagePlace) -> PlaceEvidence {
        let title = reader.heading(place.title)
        let headings = place.headings.map(reader.heading)
        var titleCounts = FieldOccurrences(query)
        titleCounts.add(title.words, reader.meanings)
        var headingCounts = FieldOccurrences(query)
        for heading in headings { headingCounts.add(heading.words, reader.meanings) }
        let (titleMatch, intent) = titleMatch(title: title, headings: headings)
        return PlaceEvidence(
            isNamed: !title.words.isEmpty || headings.contains { !$0.words.isEmpty },
            fields: [title.words] + headings.map(\.words), title: titleCounts, headings: headingCounts,
            match: PlaceMatch(
                titleMatch: titleMatch, intent: intent, likeness: likeness(title: title, headings: headings),
                resemblance: resemblance([title] + headings)))
    }

    private func meaning(_ stem: Heading.Stem) -> StemMeaning { reader.stemMeanings[stem.number] }

    /// What a stem of a heading covers of each content term of the question: 1 for its own, less for one it stands for.
    private func forEachCovered(_ meaning: StemMeaning, _ body: (_ term: Int, _ weight: Double) -> Void) {
        if meaning.term >= 0 {
            if query.terms[Int(meaning.term)].term.isContent { body(Int(meaning.term), 1) }
        } else if meaning.relative >= 0 {
            for stand in query.relatives[Int(meaning.relative)].stands { body(stand.term, stand.weight) }
        }
    }

    // MARK: Title and intent

    private func titleMatch(title: Heading, headings: [Heading]) -> (titleMatch: Double, intent: Double) {
        var best = (value: 0.0, titleShare: 0.0)
        var covered = [Double](repeating: 0, count: query.terms.count)
        func consider(_ stems: [Heading.Stem]) {
            var whole = 0.0
            var shared = 0.0
            for index in covered.indices { covered[index] = 0 }
            for (index, stem) in stems.enumerated()
            where stem.role == .content && !stems[..<index].contains(where: { $0.number == stem.number }) {
                let meaning = meaning(stem)
                whole += meaning.inverseDocumentFrequency
                var weight = 0.0
                forEachCovered(meaning) { term, share in
                    covered[term] = max(covered[term], share)
                    weight = max(weight, meaning.relative >= 0 ? RankingConstants.relatedWordWeight : 1)
                }
                shared += weight * meaning.inverseDocumentFrequency
            }
            guard whole > 0, shared > 0 else { return }
            var named = 0.0
            for (index, share) in covered.enumerated() where share > 0 {
                named += share * query.terms[index].inverseDocumentFrequency
            }
            let titleShare = shared / whole
            let value = titleShare * titleShare * (named / query.contentTotal).squareRoot()
            if value > best.value { best = (value, titleShare) }
        }
        title.names.forEach(consider)
        if let nearest = headings.last {
            consider(nearest.stems)
            consider(([title] + headings).flatMap(\.stems))
        }
        guard best.titleShare > 0, !asked(under: title).isDisjoint(with: said(by: headings.last, under: title)) else {
            return (best.value, 0)
        }
        return (best.value, best.titleShare * best.titleShare)
    }

    /// What the question asks about the title's subject: the intents of its words, the subject's own words left out, for in
    /// "pain management" management is no treatment. A question that only names the subject asks what it is.
    private func asked(under title: Heading) -> IntentClasses {
        var intents: IntentClasses = []
        for (stem, classes) in query.query.intents where !reader.holds(stem: stem, title) {
            intents.formUnion(classes)
        }
        return intents.isEmpty ? .definition : intents
    }

    /// What a heading says about the title's subject. Without a heading, or with one that only names the subject again, a
    /// passage introduces it.
    private func said(by heading: Heading?, under title: Heading) -> IntentClasses {
        guard let heading else { return title.stems.isEmpty ? [] : .definition }
        var intents: IntentClasses = []
        var namesMore = false
        for stem in heading.stems where !title.has(stem.number) {
            intents.formUnion(meaning(stem).intents)
            namesMore = namesMore || !meaning(stem).isNeutral
        }
        let repeatsTitle = heading.stems.map(\.number) == title.stems.map(\.number)
        return intents.isEmpty && !namesMore && !repeatsTitle ? .definition : intents
    }

    // MARK: Resemblance

    /// The share of the question's content that headings lack, but have words for that look like it.
    private func resemblance(_ headings: [Heading]) -> Double {
        var isHeld = [Bool](repeating: false, count: query.terms.count)
        var isResembled = isHeld
        for heading in headings {
            for stem in heading.stems {
                let meaning = meaning(stem)
                if meaning.term >= 0 { isHeld[Int(meaning.term)] = true }
                for term in meaning.resembled { isResembled[term] = true }
            }
            for term in heading.compounds { isResembled[term] = true }
        }
        var sum = 0.0
        for (index, term) in query.terms.enumerated() where isResembled[index] && !isHeld[index] {
            sum += term.inverseDocumentFrequency
        }
        return query.contentTotal > 0 ? sum / query.contentTotal : 0
    }

    // MARK: Likeness

    /// That of the nearest heading. "1. Introduction" only says that its passage is about what the one above it names.
    private func likeness(title: Heading, headings: [Heading]) -> Double {
        guard let nearest = headings.last else { return likeness(of: title) }
        guard introduces(nearest) else { return likeness(of: nearest) }
        return max(likeness(of: nearest), likeness(of: headings.dropLast().last ?? title))
    }

    /// Whether a heading names no subject of its own: "Introduction", "2. Overview".
    private func introduces(_ heading: Heading) -> Bool {
        var namesIntroduction = false
        for stem in heading.stems {
            let meaning = meaning(stem)
            if meaning.intents.contains(.definition) {
                namesIntroduction = true
            } else if !meaning.isNeutral, !meaning.isNumber {
                return false
            }
        }
        return namesIntroduction
    }

    /// .6 of the cosine between question and heading, .4 of what they have in common.
    private func likeness(of heading: Heading) -> Double {
        RankingConstants.cosineShare * cosine(with: heading)
            + (1 - RankingConstants.cosineShare) * commonShare(with: heading)
    }

    /// The words that question and heading both have, of all that one has, stop words among them: a heading that asks
    /// "What are the treatments for …?" is nearest to a question that asks so, too.
    private func commonShare(with heading: Heading) -> Double {
        let common = heading.stems.count { meaning($0).isAsked }
        let all = heading.stems.count + query.terms.count + query.query.stopForms.count - common
        return all > 0 ? min(1, Double(common) / Double(all)) : 0
    }

    /// The cosine between the question's terms and a heading's, each weighing its inverse document frequency. Words that
    /// questions are made of count where both have them.
    private func cosine(with heading: Heading) -> Double {
        var squares = 0.0
        var products = [Double](repeating: 0, count: query.terms.count)
        for stem in heading.stems {
            let meaning = meaning(stem)
            guard meaning.term >= 0 || stem.role == .content else { continue }
            let frequency = meaning.inverseDocumentFrequency
            squares += frequency * frequency
            if meaning.term >= 0 {
                products[Int(meaning.term)] = frequency * frequency
            } else if meaning.relative >= 0 {
                for stand in query.relatives[Int(meaning.relative)].stands {
                    let asked = query.terms[stand.term].inverseDocumentFrequency
                    let weight = RankingConstants.relatedWordWeight * frequency * asked
                    products[stand.term] = max(products[stand.term], min(weight, asked * asked))
                }
            }
        }
        var askedSquares = 0.0
        var product = 0.0
        for (index, term) in query.terms.enumerated() {
            askedSquares += term.inverseDocumentFrequency * term.inverseDocumentFrequency
            product += products[index]
        }
        return squares > 0 && askedSquares > 0 ? product / (squares * askedSquares).squareRoot() : 0
    }
}
