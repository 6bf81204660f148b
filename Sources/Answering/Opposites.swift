internal import TextAnalysis

/// Words that say the opposite of each other ("northern", "southern"): where a question has the one and the sentence that
/// seems to answer it the other, the sentence says something else.
///
/// The table is of everyday English and written by hand; other languages have none.
struct Opposites: Sendable {
    private let lines: WordGroups

    static func of(_ language: Language) -> Opposites? { language == .english ? english : nil }

    private static let english = Opposites(table)

    /// - Parameter table: a line has a word and what is opposite to it, separated by spaces; each of these is opposite to the
    ///   first word alone.
    init(_ table: String) {
        lines = WordGroups(table)
    }

    /// The stems of what is opposite to a stem.
    func of(_ stem: [UInt8], by analyzer: Analyzer, using stemmer: Stemmer) -> [[UInt8]] {
        lines.groups(holding: stem, by: analyzer, using: stemmer).flatMap { line in
            let others = line.dropFirst().map(\.stem).filter { $0 != line[0].stem }
            return line[0].stem == stem ? others : others.filter { $0 == stem }.map { _ in line[0].stem }
        }
    }

    static let table = """
        increase decrease reduce lower diminish
        rise fall drop decline
        grow shrink decline
        gain lose loss
        win lose
        victory defeat
        succeed fail
        success failure
        start end finish stop
        begin end finish
        open close shut
        enter leave exit
        arrive leave depart
        arrival departure
        come go
        push pull
        give take receive
        send receive
        buy sell
        borrow lend
        import export
        add remove subtract
        multiply divide
        include exclude omit
        allow forbid prohibit ban prevent
        permit forbid prohibit ban
        accept reject refuse decline
        agree disagree
        approve reject oppose disapprove
        support oppose
        encourage discourage
        cause prevent
        attack defend
        build destroy demolish
        create destroy
        strengthen weaken
        improve worsen
        expand contract shrink
        widen narrow
        lengthen shorten
        raise lower
        speed slow
        accelerate slow
        heat cool
        warm cool cold
        hot cold
        wet dry
        freeze melt
        lock unlock
        load unload
        connect disconnect
        install uninstall
        enable disable
        activate deactivate
        appear disappear vanish
        remember forget
        love hate
        like dislike
        trust distrust
        praise criticize criticise blame
        reward punish
        join leave separate
        unite divide
        combine separate
        attract repel
        absorb emit release
        hide show reveal
        float sink
        ascend descend
        before after
        early late
        earlier later
        first last
        former latter
        past future
        ancient modern
        old new young
        older younger newer
        oldest youngest newest
        day night
        summer winter
        spring autumn fall
        morning evening
        temporary permanent
        always never
        often rarely seldom
        frequent rare
        common rare uncommon
        usual unusual
        regular irregular
        more less fewer
        most least fewest
        many few
        all none no
        maximum minimum
        majority minority
        major minor
        high low
        higher lower
        highest lowest
        big small
        large small
        larger smaller
        largest smallest
        great small
        greater lesser
        greatest least
        long short
        longer shorter
        longest shortest
        tall short
        wide narrow
        thick thin
        deep shallow
        heavy light
        strong weak
        stronger weaker
        strongest weakest
        hard soft easy
        difficult easy
        simple complex complicated
        fast slow
        faster slower
        fastest slowest
        quick slow
        good bad poor
        better worse
        best worst
        right wrong
        right left
        correct incorrect wrong
        true false
        positive negative
        rich poor
        wealthy poor
        cheap expensive
        safe dangerous unsafe
        healthy sick unhealthy ill
        alive dead
        life death
        live die
        birth death
        born die
        male female
        man woman
        boy girl
        father mother
        son daughter
        brother sister
        husband wife
        king queen
        uncle aunt
        north south
        east west
        northern southern
        eastern western
        northeast southwest
        northwest southeast
        northernmost southernmost
        easternmost westernmost
        inside outside
        internal external
        interior exterior
        inner outer
        indoor outdoor
        above below under beneath
        over under
        upper lower
        top bottom
        up down
        front back rear
        near far
        nearest farthest furthest
        closest farthest furthest
        central peripheral
        urban rural
        domestic foreign international
        native foreign
        public private
        state private
        federal local
        national local international
        formal informal
        legal illegal
        guilty innocent
        free paid
        voluntary compulsory mandatory
        optional mandatory required compulsory
        required optional
        peace war
        friend enemy
        ally enemy
        conservative liberal
        capitalist communist socialist
        democracy dictatorship
        catholic protestant
        natural artificial synthetic
        active passive inactive
        direct indirect
        dependent independent
        equal unequal
        equality inequality
        similar different dissimilar
        same different opposite
        known unknown
        possible impossible
        necessary unnecessary
        visible invisible
        finite infinite
        limited unlimited
        odd even
        prime composite
        solid liquid gas
        acid alkaline base
        light dark
        bright dim dark
        black white
        full empty
        clean dirty
        sharp blunt dull
        rough smooth
        loud quiet
        present absent
        presence absence
        together apart
        advantage disadvantage
        benefit drawback harm
        cost benefit
        supply demand
        profit loss
        income expense
        input output
        teacher student
        employer employee
        buyer seller
        landlord tenant
        predator prey
        parent child
        winner loser
        leader follower
        optimistic pessimistic
        abundant scarce
        abundance scarcity shortage
        excess deficit shortage
        surplus deficit shortage
        sufficient insufficient
        adequate inadequate
        efficient inefficient
        effective ineffective
        stable unstable
        fertile barren
        deciduous evergreen
        vertical horizontal
        clockwise counterclockwise anticlockwise
        chronic acute
        benign malignant
        primary secondary
        physical mental
        mental physical
        oral injected
        dry humid wet
        drought flood
        immigrant emigrant
        immigration emigration
        theory practice
        quantity quality
        singular plural
        whole part
        against for
        """
}
