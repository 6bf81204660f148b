/// What of an HTML page is no part of its text: machinery, controls, and what leads to other pages.
enum HTMLBoilerplate {
    /// What becomes of an element and all that stands in it.
    enum Fate {
        case text
        case leftOut
        /// What goes by such a name leads to other pages, or stands beside the text and belongs to it: the box of a book, the
        /// menu of an inn. Which of the two, its links tell.
        case leftOutIfLinks
    }

    /// What becomes of an element by its name and attributes.
    static func fate(of name: String, _ attributes: MarkupAttributes) -> Fate {
        if elements.contains(name) { return .leftOut }
        guard containers.contains(name) || name == "aside" else { return .text }
        if attributes["hidden"] != nil || attributes["aria-hidden"] == "true" { return .leftOut }
        if let role = attributes["role"], roles.contains(role) { return .leftOut }
        var isDoubtful = name == "aside" || attributes["role"] == "complementary"
        for attribute in ["class", "id"] {
            for word in attributes[attribute]?.split(separator: " ") ?? [] {
                let word = word.lowercased()
                if words.contains(word) { return .leftOut }
                isDoubtful = isDoubtful || doubtfulWords.contains(word)
            }
        }
        return isDoubtful ? .leftOutIfLinks : .text
    }

    /// Of what is left out if it is links, links are so much of the letters at least.
    static let leastShareOfLinks = 0.5

    /// Whether a `meta` element sends the reader to another page before anything could be read of this one.
    static func leadsElsewhere(_ attributes: MarkupAttributes) -> Bool {
        guard attributes["http-equiv"]?.lowercased() == "refresh", let content = attributes["content"] else {
            return false
        }
        let parts = content.split(separator: ";", maxSplits: 1)
        guard parts.count == 2, parts[1].lowercased().contains("url"),
            let seconds = Double(parts[0].filter { $0 != " " })
        else { return false }
        return seconds <= secondsToRead
    }

    private static let secondsToRead = 5.0

    /// Whether a `div` holds a listing of source code, a `div` for each line, as Doxygen makes them.
    static func isListing(_ attributes: MarkupAttributes) -> Bool {
        attributes["class"]?.split(separator: " ").contains("fragment") ?? false
    }

    /// Whether the element stands within a line of text.
    static func isInline(_ name: String) -> Bool { inline.contains(name) }

    private static let elements: Set<String> = [
        "script", "style", "template", "nav", "footer", "noscript", "iframe", "object", "embed", "applet",
        "svg",
        "math", "canvas", "audio", "video", "button", "select", "textarea", "input", "datalist", "map",
    ]
    private static let inline: Set<String> = [
        "script", "style", "template", "noscript", "object", "embed", "svg", "math", "canvas", "audio", "button",
        "select",
        "input", "a", "span",
    ]
    /// Elements of which class, identifier and role are looked at. `body` is not among them: its class names the whole page.
    private static let containers: Set<String> = [
        "div", "section", "ul", "ol", "dl", "table", "td", "span", "a", "p", "header", "form", "details",
    ]
    /// WAI-ARIA 1.2, section 5.3.4 (landmarks) and some widgets.
    private static let roles: Set<String> = [
        "navigation", "banner", "contentinfo", "search", "menu", "menubar", "toolbar", "dialog",
        "alertdialog", "tablist",
    ]
    /// What the makers of pages customarily call such places.
    private static let words: Set<String> = [
        "nav", "navbar", "navigation", "navheader", "navfooter", "nav-path", "navpath", "navrow", "navlinks", "topnav",
        "bottomnav", "subnav", "sphinxsidebar", "sidebar-tree", "breadcrumb", "breadcrumbs",
        "footer",
        "page-footer", "site-footer", "site-header", "page-header-links", "toc", "table-of-contents", "tableofcontents",
        "headerlink", "permalink", "anchor-link", "pagination", "pager", "skip-link", "skiplink", "skip-to-content",
        "noprint", "share", "social", "social-links", "advert", "advertisement", "ads", "cookie-banner",
        "cookie-notice",
        "newsletter", "related-posts", "searchbox", "mw-jump-link", "mw-editsection", "reflist", "navbox",
        "nav-panel", "titlearea", "lineno", "linenos", "toplang", "bottomlang",
    ]
    /// What they call such places and others too.
    private static let doubtfulWords: Set<String> = ["sidebar", "menu"]
}
