internal import TextAnalysis

/// The word classes of English that follow-up questions are read by. Closed classes are complete as far as questions need
/// them; of the open ones stands what people ask documents with.
enum WordClasses {
    static let questionWords = WordSet("what which who whom whose when where why how what's who's where's how's when's")
    static let auxiliaries = WordSet(
        """
        is are was were be been being am do does did done have has had having can could should would will may might must \
        shall cannot isn't aren't wasn't weren't don't doesn't didn't can't couldn't won't wouldn't shouldn't hasn't haven't \
        hadn't
        """)
    static let prepositions = WordSet(
        """
        of in on at to for with without by from about as into onto over under after before during between among through \
        against towards toward within upon since until till than like off out up down near besides despite per via around \
        behind beyond across along versus vs
        """)
    static let determiners = WordSet(
        """
        a an the any some no every each all both either neither another other others such same much many more most few less \
        least several my your our this that these those its his her their whose which what
        """)
    static let conjunctions = WordSet("and or but nor so if because while although though whether when where that then")
    static let adverbs = WordSet(
        """
        not also too just only very really actually usually often always never ever still already again once now later soon \
        there here together else instead away back well long please maybe perhaps even first typically normally generally \
        exactly otherwise afterwards afterward beforehand overnight ago anymore
        alone
        """)
    static let personal = WordSet(
        """
        i you we me us it he him she her they them myself yourself itself himself herself themselves ourselves mine yours \
        hers theirs ours one ones someone anyone somebody anybody everyone everybody nobody something anything everything \
        nothing people person it's he's she's they're i'm you're we're that's there's let's i've we've you've
        """)
    /// How a question says that it wants to be told.
    static let requests = WordSet("tell explain describe give show say list name discuss compare know")

    static let all = questionWords.union(auxiliaries).union(prepositions).union(determiners).union(conjunctions)
        .union(adverbs).union(personal).union(requests)

    static let objectPronouns = WordSet("it they them he him she itself themselves himself herself")
    static let possessivePronouns = WordSet("its his her their hers theirs")
    static let demonstratives = WordSet("this that these those")

    /// Verbs as they stand in a question behind a subject: "How does it *work*?"
    static let verbs = WordSet(
        """
        work works worked use used uses using cause causes caused help helps helped hurt hurts treat treats treated treat \
        happen happens happened take takes took taken make makes made do go goes went gone come comes came get gets got feel \
        feels felt start starts started begin begins began begun end ends ended stop stops stopped last lasts lasted need \
        needs needed mean means meant affect affects affected differ differs change changes changed become becomes became \
        occur occurs occurred develop develops developed spread spreads cost costs prevent prevents reduce reduces relieve \
        relieves improve improves increase increases avoid avoids require requires required keep keeps kept give gives gave \
        given find finds found see sees saw seen eat eats ate eaten drink drinks live lives lived die dies died win wins won \
        lose loses lost play plays played write writes wrote written sing sings sang sung leave leaves left join joins joined \
        meet meets met marry married release released record recorded create creates created invent invented discover \
        discovered found founded form formed say says said think thinks thought know knows knew known call called tell told \
        ask asks try tries tried look looks seem seems include includes included contain contains involve involves involved \
        lead leads led bring brings brought put puts run runs ran receive receives received earn earned attend attended \
        study studied serve served fight fought move moved return returned grow grows grew grown eat drive drives drove \
        travel bend lift exercise sleep wear wait recover recovers expect prepare heal heals swell learn learns learned \
        compare compares interact interacts support supports supported perform performs performed appear appears appeared \
        arrive arrived produce produces produced sell sold buy build built control controls manage manages handle handles \
        react reacts respond responds responded survive survives believe believed want wants wanted like likes liked love \
        loved hate hated choose chose chosen decide decided continue continued accomplish achieved win enable enables enabled \
        solve solves reach reached mix pass passed fall fell fly walk swim sit shower bathe smoke stand stay stayed hold holds held set sets teach taught compete \
        competed tour toured star starred direct directed act acted vote voted retire retired influence influenced \
        contribute contributed collaborate collaborated show shows shown teach read reads remember remembers break broke \
        broken cure cures cured kill kills diagnose diagnosed inject injected remove removed weigh weighs look age
        """)

    /// Nouns that name a side of something else; alone they ask for that something.
    static let relational = WordSet(
        """
        risk risks benefit benefits symptom symptoms sign signs cause causes reason reasons effect effects side-effects \
        treatment treatments type types kind kinds sort sorts form forms part parts component components example examples \
        step steps option options way ways alternative alternatives advantage advantages disadvantage disadvantages pro pros \
        con cons drawback drawbacks downside downsides complication complications danger dangers cost costs price prices dose \
        doses dosage dosages use uses purpose purposes goal goals role roles function functions history origin origins \
        beginning beginnings invention development discovery creation definition meaning name names characteristic \
        characteristics feature features property properties size length height weight colour color shape structure layer \
        layers stage stages phase phases difference differences similarity similarities relationship relationships relation \
        connection importance significance impact impacts influence influences outcome outcomes result results prognosis \
        outlook prevention diagnosis recovery aftercare preparation duration frequency success chance \
        chances likelihood rate rates percentage amount number source sources author authors creator founder founders \
        inventor member members leader owner character characters theme themes plot setting ingredient ingredients \
        criticism criticisms controversy controversies problem problems issue issues challenge challenges limitation \
        limitations solution solutions application applications competitor competitors project projects contribution \
        contributions achievement achievements award awards evidence population capital location adaptation \
        adaptations habitat diet lifespan range age ages quality requirement requirements rule rules basics overview summary \
        detail details fact facts information mechanism factor factors contraindication contraindications precaution \
        precautions interaction interactions warning warnings trigger triggers tip tips aspect aspects \
        point points version versions variety varieties design \
        effectiveness elements safety accuracy reliability future popularity legacy career
        medicine medicines medication medications drug drugs exercise exercises food foods tablet tablets
        """)

    /// Nouns and verbs that say no more than a question word does: "What *kind* of …", "Where is it *located*?"
    static let framing = WordSet(
        """
        kind kinds sort sorts type types form forms information details name located situated place called done performed find \
        found exist exists carried used consist consists comprise comprises include includes involve involves belong belongs
        """)

    /// Who something may be for: "And older adults?" asks for nothing new but for them.
    static let populations = WordSet(
        """
        children child kids teenagers teens adolescents adults adult women men woman man people patients elderly seniors \
        babies infants athletes veterans pregnancy pregnant breastfeeding beginners workers runners smokers diabetics
        """)

    /// Predicates and orders: they name nothing that could be a subject.
    static let predicates = WordSet(
        """
        safe effective dangerous painful treatable curable different similar common normal possible necessary good bad better \
        worse reliable popular successful important famous useful harmful addictive contagious hereditary permanent risky \
        expensive available optimistic controversial safer safest cheaper stronger faster easier harder longer shorter bigger \
        smaller older younger serious well right true likely able responsible known tall old large big hard easy difficult alive
        """)

    /// What may stand before a relational noun without making it complete: "common side effects".
    static let generalModifiers = predicates.union(relational).union(
        WordSet(
            """
            side main long short term long-term short-term typical usual major early first second new key best other last next \
            final recent interesting notable several some any natural total average positive negative biggest greatest
            """))

    /// Nouns that no question is about: times, places of everyday life, the question and answer themselves.
    static let circumstances = WordSet(
        """
        home work school night day days time times week weeks month months year years life doctor hour hours minute minutes \
        today tomorrow morning evening world way lot bit question answer article place details information
        """)

    /// Whether a word goes with any subject: a function word, a common verb, a side of something.
    static func namesNothing(_ word: String) -> Bool {
        all.contains(word) || verbs.contains(word) || generalModifiers.contains(word) || circumstances.contains(word)
            || demonstratives.contains(word)
    }

    /// Words that join a noun to what it is a side of.
    static let links = WordSet("of for in to with from on about between behind against during at after before")

    /// Words at the beginning of a question that only hook it to the one before.
    static let openers = WordSet("and but so ok okay also then well now")

    /// Words that a fragment of a question may begin with: "And *for* children?"
    static let fragmentOpeners = WordSet(
        "for in on at during with without after before as to by from while when if under over near")

    /// Where another clause begins, with a subject of its own.
    static let clauseOpeners = WordSet("and but or if when because while since so whether that")

    /// Words with which other words make one name: "Bank *of* America".
    static let nameLinks = [
        "of", "of the", "and", "&", "and the", "de", "von", "van", "de la", "del", "du", "di", "the", "on the",
        "in the",
        "to the", "for", "on",
    ]

    static let subjectPronouns = WordSet("i you we they he she it")
    static let masculine = WordSet("he him his himself")
    static let feminine = WordSet("she her hers herself")
    static let pluralPronouns = WordSet("they them their theirs themselves")
    static let neuter = WordSet("it its itself")
    static let definite = WordSet("the this that these those")

    private static let irregularPlurals = WordSet("people children men women mice feet teeth persons parents")
    private static let singularsInS = WordSet(
        """
        series news physics measles diabetes arthritis species gas lens tens sciatica herpes rabies pancreatitis
        """)

    /// Whether a noun in lower case is a plural by its form.
    static func isPlural(_ noun: String) -> Bool {
        if irregularPlurals.contains(noun) { return true }
        if singularsInS.contains(noun) { return false }
        return noun.hasSuffix("s") && !["ss", "us", "is", "ics"].contains { noun.hasSuffix($0) }
    }

    /// Whether a word in lower case may be a verb.
    static func isVerb(_ word: String) -> Bool {
        verbs.contains(word) || word.hasSuffix("ed") && word.utf8.count > 4
    }

    /// A noun without the ending of the plural.
    static func singular(_ noun: String) -> String {
        noun.hasSuffix("s") && noun.utf8.count > 3 ? String(noun.dropLast()) : noun
    }
}
