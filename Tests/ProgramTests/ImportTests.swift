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

    @Test("the asking program links no parser of documents", .enabled(if: hasTools))
    func parsers() throws {
        let outcome = try Sandbox().run("ldd \(Sandbox.programs)/quoth | cut -d ' ' -f 1")
        #expect(outcome.text.contains("libedit"))
        for library in ["cmark", "xml", "poppler", "zip", "archive", "curl", "ssl"] {
            #expect(!outcome.text.contains(library), "\(library)")
        }
    }
}
