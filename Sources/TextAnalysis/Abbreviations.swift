/// The abbreviations of a language that end in a point, and what that point says about the sentence.
struct Abbreviations: Sendable {
    /// What may follow the point of an abbreviation.
    enum Kind: Sendable {
        /// Stands before the word it belongs to: its point never ends a sentence.
        case leading
        /// The same, but only when it has a capital: *Dr. Who*, and *my rep. Then*.
        case title
        /// Stands before a number: otherwise it is a word and its point ends the sentence, as in *No. It is*.
        case numbered
        /// May stand anywhere: its point ends a sentence only before a word that sentences begin with.
        case floating
    }

    private var kinds = WordTable<Kind>()

    init(language: Language) {
        let lists = Self.lists(for: language)
        kinds.insert(words: lists.leading, .leading)
        kinds.insert(words: lists.titles, .title)
        kinds.insert(words: lists.numbered, .numbered)
        kinds.insert(words: lists.floating, .floating)
        kinds.insert(words: Self.sharedLeading, .leading)
        kinds.insert(words: Self.sharedTitles, .title)
    }

    /// The kind of an abbreviation, given in lower case without its last point.
    subscript(word: ArraySlice<UInt8>) -> Kind? { kinds[word] }

    /// The kind of the word that stands in a range of a text, which must be in lower case there.
    subscript(text: Span<UInt8>, range: Range<Int>) -> Kind? { kinds[text, range] }

    private static let sharedLeading = "e.g i.e cf vs ca viz"
    private static let sharedTitles = "dr prof mr mrs ms st"

    private static func lists(
        for language: Language
    ) -> (leading: String, titles: String, numbered: String, floating: String) {
        switch language.name {
        case "dutch":
            (
                "bijv bv d.w.z m.b.t t.o.v o.a i.v.m a.h.w circa dhr mevr mw drs", "ir ing",
                "nr blz pag art fig tab hfst",
                "enz etc jr sr"
            )
        case "english":
            (
                "eg ie approx appr esp incl excl resp aka versus",
                """
                messrs mme mlle gen col sgt capt cpt lt maj adm gov sen rep rev hon pres supt fr bros mx
                """,
                """
                no nos vol vols p pp ch chap sec sect art eq eqs fig figs tab ref refs para app pt ver v n art jan feb mar apr \
                jun jul aug sep sept oct nov dec
                """,
                """
                st inc ltd co corp llc plc jr sr dept univ assn est ave blvd rd mt ft al a.m p.m ph.d max min avg lb lbs oz etc
                """
            )
        case "french":
            (
                "p.ex ex env c.-à-d c.à.d", "m mm mme mmes mlle mlles me ste mgr",
                "n no nos p pp art chap fig vol éd tab",
                "etc av apr j.-c"
            )
        case "german":
            (
                """
                z.b d.h u.a i.d.r s.o s.u v.a o.g bzw vgl evtl ggf inkl exkl sog bspw mio mrd tsd max mind min zzgl gem lt engl \
                lat griech franz allg bes insb jährl tgl geb gest ehem eigtl urspr ungef zz dt amtl
                """,
                "hr hrn fr frl dipl ing med phil nat rer jur habil hl",
                "nr nrn abs art s abb tab kap bd ziff anm ausg aufl §",
                "usw etc jh jhd jhdt str u.s.w u.ä o.ä usf v.chr n.chr std tel jr sen"
            )
        case "italian":
            (
                "es ad.es p.es sig sigg sig.ra dott dott.ssa prof.ssa avv ing arch rag geom spett gent egr", "on",
                "n nn pag pagg p pp art artt cap fig vol tab num", "ecc etc a.c d.c"
            )
        case "portuguese":
            (
                "p.ex aprox sr sra srs sras dra profa exmo exma", "eng d",
                "n num núm pág págs p pp art cap fig vol tab nº",
                "etc ltda a.c d.c"
            )
        case "spanish":
            (
                "p.ej ej aprox sr sra srta sres dra profa dña", "d ud uds vd vds gral lic ing",
                "n núm núms pág págs p pp art arts cap fig vol tab", "etc ee.uu a.c d.c"
            )
        case "swedish":
            (
                "t.ex bl.a d.v.s dvs s.k fr.o.m t.o.m f.d p.g.a kl hr frk", "", "nr sid s kap fig tab",
                "osv m.m etc m.fl o.s.v jr"
            )
        case "turkish":
            (
                "örn bkz krş yak", "doç yrd sn av alb gen uzm op öğr", "no s sf cilt md böl şek tab",
                "vb vd vs yy cad sok mah apt tel t.c a.ş ltd şti"
            )
        default: ("", "", "", "etc")
        }
    }
}
