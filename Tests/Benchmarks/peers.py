"""The same work by other engines, one process a step, as `name value` lines.

    peers.py ENGINE build PASSAGES FOLDER [THREADS]
    peers.py ENGINE questions FOLDER QUESTIONS
    peers.py ENGINE once FOLDER QUESTION
    peers.py ENGINE version

ENGINE is tantivy, fts5, bm25s or xapian. All stem English, drop the same 33 stop words where they can, keep frequencies without
positions where they can, score with their BM25, and look for any of the words. Times are of the call from Python, which costs a
few microseconds more than from the engine's own language.
"""

import importlib.metadata
import os
import resource
import shutil
import sys
import time

STOP = """a an and are as at be but by for if in into is it no not of on or such that the their then there these they this to was
will with""".split()


def lines(path):
    with open(path, encoding="utf-8") as file:
        return file.read().splitlines()


def words(question):
    return [word for word in question.split() if word not in STOP]


def byte_count(folder):
    return sum(os.path.getsize(os.path.join(top, name)) for top, _, names in os.walk(folder) for name in names)


class Tantivy:
    def version(self):
        return importlib.metadata.version("tantivy")

    def analyzer(self):
        import tantivy

        builder = tantivy.TextAnalyzerBuilder(tantivy.Tokenizer.simple())
        builder = builder.filter(tantivy.Filter.lowercase()).filter(tantivy.Filter.custom_stopword(STOP))
        return builder.filter(tantivy.Filter.stemmer("English")).build()

    def open(self, folder):
        import tantivy

        schema = tantivy.SchemaBuilder()
        schema.add_text_field("body", stored=False, tokenizer_name="english", index_option="freq")
        index = tantivy.Index(schema.build(), path=folder)
        index.register_tokenizer("english", self.analyzer())
        return index

    def build(self, passages, folder, threads):
        import tantivy

        index = self.open(folder)
        writer = index.writer(heap_size=512_000_000, num_threads=threads)
        for line in passages:
            writer.add_document(tantivy.Document(body=line))
        writer.commit()
        writer.wait_merging_threads()

    def searcher(self, folder):
        index = self.open(folder)
        index.reload()
        searcher = index.searcher()
        return lambda question: searcher.search(index.parse_query(" ".join(words(question)), ["body"]), 10).hits


class FTS5:
    def version(self):
        import sqlite3

        return "SQLite " + sqlite3.sqlite_version

    def build(self, passages, folder, threads):
        import sqlite3

        db = sqlite3.connect(os.path.join(folder, "fts.db"), isolation_level=None)
        # Neither journal nor synchronising: faster than anybody would dare, which is the peer's best.
        db.execute("PRAGMA journal_mode=OFF")
        db.execute("PRAGMA synchronous=OFF")
        db.execute("CREATE VIRTUAL TABLE p USING fts5(body, content='', detail='column', tokenize='porter unicode61')")
        db.execute("BEGIN")
        db.executemany("INSERT INTO p(rowid, body) VALUES (?, ?)", enumerate(passages, 1))
        db.execute("COMMIT")
        db.execute("INSERT INTO p(p) VALUES ('optimize')")
        db.close()

    def searcher(self, folder):
        import sqlite3

        db = sqlite3.connect(os.path.join(folder, "fts.db"))
        query = "SELECT rowid, rank FROM p WHERE p MATCH ? ORDER BY rank LIMIT 10"
        return lambda question: db.execute(query, (" OR ".join('"%s"' % w for w in words(question)),)).fetchall()


class BM25S:
    def version(self):
        return importlib.metadata.version("bm25s")

    def build(self, passages, folder, threads):
        import bm25s
        import Stemmer

        tokens = bm25s.tokenize(passages, stopwords=STOP, stemmer=Stemmer.Stemmer("english"), show_progress=False)
        engine = bm25s.BM25()
        engine.index(tokens, show_progress=False)
        engine.save(folder)

    def searcher(self, folder):
        import bm25s
        import Stemmer

        engine = bm25s.BM25.load(folder, mmap=True)
        stemmer = Stemmer.Stemmer("english")

        def ask(question):
            tokens = bm25s.tokenize(question, stopwords=STOP, stemmer=stemmer, show_progress=False)
            return engine.retrieve(tokens, k=10, show_progress=False)[0][0]

        return ask


class Xapian:
    def version(self):
        import xapian

        return xapian.version_string()

    def stopper(self):
        import xapian

        stopper = xapian.SimpleStopper()
        for word in STOP:
            stopper.add(word)
        return stopper

    def build(self, passages, folder, threads):
        import xapian

        db = xapian.WritableDatabase(folder, xapian.DB_CREATE_OR_OVERWRITE)
        generator = xapian.TermGenerator()
        generator.set_stemmer(xapian.Stem("english"))
        generator.set_stemming_strategy(xapian.TermGenerator.STEM_ALL)
        generator.set_stopper(self.stopper())
        generator.set_stopper_strategy(xapian.TermGenerator.STOP_ALL)
        for line in passages:
            document = xapian.Document()
            generator.set_document(document)
            generator.index_text_without_positions(line)
            db.add_document(document)
        db.commit()
        db.close()

    def searcher(self, folder):
        import xapian

        db = xapian.Database(folder)
        stem = xapian.Stem("english")
        enquire = xapian.Enquire(db)

        def ask(question):
            terms = [stem(word).decode() for word in words(question)]
            enquire.set_query(xapian.Query(xapian.Query.OP_OR, terms))
            return [match.docid for match in enquire.get_mset(0, 10)]

        return ask


ENGINES = {"tantivy": Tantivy, "fts5": FTS5, "bm25s": BM25S, "xapian": Xapian}


def build(engine, passages, folder, threads=1):
    passages = lines(passages)
    total = sum(len(line.encode()) for line in passages)
    shutil.rmtree(folder, ignore_errors=True)
    os.makedirs(folder)
    start, processor = time.perf_counter(), time.process_time()
    engine.build(passages, folder, int(threads))
    print("build-rate-MB/s", total / (time.perf_counter() - start) / 1e6)
    print("build-rate-MB/processor-s", total / (time.process_time() - processor) / 1e6)
    print("peak-memory-MB", resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1000)
    print("size-without-text", byte_count(folder) / total)


def questions(engine, folder, path):
    ask = engine.searcher(folder)
    asked = [line.split("\t") for line in lines(path)]
    for kind in ["keyword", "question"]:
        texts = [text for each, text in asked if each == kind]
        best = [float("inf")] * len(texts)
        began = time.perf_counter()
        for _ in range(3):
            # A slow engine need not be warm thrice.
            if time.perf_counter() - began > 20:
                break
            for number, text in enumerate(texts):
                start = time.perf_counter()
                ask(text)
                best[number] = min(best[number], time.perf_counter() - start)
        best.sort()
        for share in [50, 95, 99]:
            if best:
                print(f"{kind}-p{share}-us", best[min(len(best) - 1, len(best) * share // 100)] * 1e6)


def once(engine, folder, question):
    print("found", len(engine.searcher(folder)(question)))


if __name__ == "__main__":
    engine = ENGINES[sys.argv[1]]()
    if sys.argv[2] == "version":
        print(engine.version())
    else:
        {"build": build, "questions": questions, "once": once}[sys.argv[2]](engine, *sys.argv[3:])
