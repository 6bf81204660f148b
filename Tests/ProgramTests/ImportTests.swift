import TestSupport
import Testing

/// What the programs cannot do, whatever they read.
@Suite("The programs' imports") struct ImportTests {
    private static let hasTools = (try? Sandbox().run("nm --version").status) == 0

    @Test(
        "neither program calls anything of the network", .enabled(if: hasTools),
        arguments: ["quoth", "quoth-extract"])
    func network(program: String) throws {
        let outcome = try Sandbox().run("nm -D --undefined-only \(Sandbox.programs)/\(program)")
        #expect(outcome.status == 0)
        let imports = outcome.text.split(separator: "\n").compactMap { line in
            line.split(separator: " ").last?.split(separator: "@").first
        }
        #expect(imports.contains("read"))
        let network: Set<Substring> = [
            "socket", "socketpair", "connect", "bind", "listen", "accept", "accept4", "send", "sendto", "sendmsg",
            "recv",
            "recvfrom", "recvmsg", "getaddrinfo", "gethostbyname", "gethostbyname2", "gethostbyaddr", "res_query",
            "__res_query",
        ]
        #expect(network.isDisjoint(with: imports), "\(program): \(network.intersection(imports))")
    }

    @Test("the asking program links no parser of documents, as a shared library or into itself", .enabled(if: hasTools))
    func parsers() throws {
        let libraries = try Sandbox().run("ldd \(Sandbox.programs)/quoth | cut -d ' ' -f 1")
        #expect(libraries.text.contains("libc.so"))
        for library in ["cmark", "xml", "poppler", "zip", "archive", "curl", "ssl"] {
            #expect(!libraries.text.contains(library), "\(library)")
        }
        let functions: Set<Substring> = [
            "cmark_parser_new", "htmlCtxtReadMemory", "zip_open_from_source", "uchardet_new", "inflate",
        ]
        #expect(try names(in: "quoth-extract").isSuperset(of: functions))
        let asking = try names(in: "quoth")
        #expect(asking.contains("el_init"))
        #expect(asking.isDisjoint(with: functions))
    }

    /// The functions that a program has or calls.
    private func names(in program: String) throws -> Set<Substring> {
        let outcome = try Sandbox().run("nm --format=posix \(Sandbox.programs)/\(program) | cut -d ' ' -f 1")
        return Set(outcome.text.split(separator: "\n"))
    }
}
