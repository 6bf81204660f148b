#include "Internal.h"

#include <stdlib.h>
#include <string.h>

/// Defect: libedit copies each name and help text once more than it frees, 1.4 KB for each editor in all; a program has
/// one.
static void add_functions(EditLine *el) {
    static const struct {
        const char *name, *help;
        unsigned char (*function)(EditLine *, int);
    } functions[] = {
        {"quoth-complete", "Complete the word before the cursor", cle_function_complete},
        {"quoth-search", "Search the history for text", cle_function_search},
        {"quoth-undo", "Undo the last change", cle_function_undo},
        {"quoth-paste", "Insert a paste (not for binding)", cle_function_paste},
        {"quoth-search-step", "Go on searching (not for binding)", cle_function_search_step},
        {"quoth-trim", "Refuse what is too long (not for binding)", cle_function_trim},
        {"quoth-to-end", "Show the end of the line (not for binding)", cle_function_to_end},
    };
    for (size_t i = 0; i < sizeof functions / sizeof *functions; i++)
        el_set(el, EL_ADDFN, functions[i].name, functions[i].help, functions[i].function);
}

static unsigned char ignore(EditLine *el, int key) {
    (void)el, (void)key;
    return CC_NORM;
}

/// Binds a key in insert mode and, under vi keys, in command mode too.
static void bind_everywhere(cle_editor *editor, const char *key, const char *function) {
    el_set(editor->el, EL_BIND, key, function, NULL);
    if (editor->is_vi) el_set(editor->el, EL_BIND, "-a", key, function, NULL);
}

/// Binds `ESC` followed by `rest`.
///
/// Under vi keys libedit leaves insert mode at the ESC and looks the rest up in the command map, as it does for its own
/// arrow keys; binding ESC itself there would take the key away from vi.
static void bind_sequence(cle_editor *editor, const char *rest, const char *function) {
    char key[16];
    if (editor->is_vi) {
        el_set(editor->el, EL_BIND, "-a", rest, function, NULL);
    } else {
        snprintf(key, sizeof key, "\\e%s", rest);
        el_set(editor->el, EL_BIND, key, function, NULL);
    }
}

static void bind_own_keys(cle_editor *editor) {
    bind_everywhere(editor, "^I", "quoth-complete");
    bind_everywhere(editor, "^R", "quoth-search");
    // Under vi keys `u` undoes.
    if (!editor->is_vi) el_set(editor->el, EL_BIND, "^_", "quoth-undo", NULL);

    // Defect: of the keys that terminals send with ESC, libedit binds only those in the terminal's description; the
    // others leave their last letters in the line (Ctrl-Right inserts "5C").
    static const struct {
        const char *rest, *function;
    } plain[] = {
        {"[H", "ed-move-to-beg"},        {"OH", "ed-move-to-beg"},
        {"[1~", "ed-move-to-beg"},       {"[7~", "ed-move-to-beg"},
        {"[F", "ed-move-to-end"},        {"OF", "ed-move-to-end"},
        {"[4~", "ed-move-to-end"},       {"[8~", "ed-move-to-end"},
        {"[3~", "ed-delete-next-char"},  {"[A", "ed-prev-history"},
        {"[B", "ed-next-history"},       {"[C", "ed-next-char"},
        {"[D", "ed-prev-char"},          {"OA", "ed-prev-history"},
        {"OB", "ed-next-history"},       {"OC", "ed-next-char"},
        {"OD", "ed-prev-char"},          {"[5~", "ed-search-prev-history"},
        {"[6~", "ed-search-next-history"}, {"[2~", "quoth-ignore"},
        {"[Z", "quoth-ignore"},
    };
    const char *next_word = editor->is_vi ? "vi-next-word" : "em-next-word";
    for (size_t i = 0; i < sizeof plain / sizeof *plain; i++) bind_sequence(editor, plain[i].rest, plain[i].function);
    char rest[12];
    // xterm's numbers: 2 Shift, then each of Alt (+2), Ctrl (+4) and Meta (+8) added to 1.
    for (int modifier = 2; modifier <= 16; modifier++) {
        bool by_word = modifier != 2;
        const struct {
            char last;
            const char *function;
        } letters[] = {
            {'A', "ed-prev-history"},
            {'B', "ed-next-history"},
            {'C', by_word ? next_word : "ed-next-char"},
            {'D', by_word ? "ed-prev-word" : "ed-prev-char"},
            {'H', "ed-move-to-beg"},
            {'F', "ed-move-to-end"},
        };
        for (size_t i = 0; i < sizeof letters / sizeof *letters; i++) {
            snprintf(rest, sizeof rest, "[1;%d%c", modifier, letters[i].last);
            bind_sequence(editor, rest, letters[i].function);
        }
        snprintf(rest, sizeof rest, "[3;%d~", modifier);
        bind_sequence(editor, rest, by_word && !editor->is_vi ? "em-delete-next-word" : "ed-delete-next-char");
    }
    // Function keys, plain and with a modifier.
    for (int number = 11; number <= 34; number++) {
        snprintf(rest, sizeof rest, "[%d~", number);
        bind_sequence(editor, rest, "quoth-ignore");
        for (int modifier = 2; modifier <= 8; modifier++) {
            snprintf(rest, sizeof rest, "[%d;%d~", number, modifier);
            bind_sequence(editor, rest, "quoth-ignore");
        }
    }
    for (char last = 'P'; last <= 'S'; last++) {
        snprintf(rest, sizeof rest, "O%c", last);
        bind_sequence(editor, rest, "quoth-ignore");
    }
    if (!editor->is_vi) {
        bind_sequence(editor, "^?", "ed-delete-prev-word");
        bind_sequence(editor, "\\e[C", next_word);
        bind_sequence(editor, "\\e[D", "ed-prev-word");
        // Defect: unless the terminal erases words with it, Ctrl-W kills the whole region.
        el_set(editor->el, EL_BIND, "^W", "ed-delete-prev-word", NULL);
    }
}

static void bind_virtual_keys(cle_editor *editor) {
    static const struct {
        int key;
        const char *function;
    } keys[] = {
        {CLE_KEY_PASTE, "quoth-paste"},
        {CLE_KEY_SEARCH_STEP, "quoth-search-step"},
        {CLE_KEY_TRIM, "quoth-trim"},
        {CLE_KEY_TO_END, "quoth-to-end"},
    };
    for (size_t i = 0; i < sizeof keys / sizeof *keys; i++) {
        char name[8];
        snprintf(name, sizeof name, "\\%o", (unsigned)keys[i].key);
        bind_everywhere(editor, name, keys[i].function);
    }
}

/// The user's file: `$EDITRC`, else `~/.editrc`.
static FILE *open_editrc(void) {
    const char *named = secure_getenv("EDITRC");
    if (named != NULL) return fopen(named, "re");
    const char *home = secure_getenv("HOME");
    if (home == NULL) return NULL;
    size_t size = strlen(home) + sizeof "/.editrc";
    char *path = malloc(size);
    if (path == NULL) return NULL;
    snprintf(path, size, "%s/.editrc", home);
    FILE *file = fopen(path, "re");
    free(path);
    return file;
}

/// Whether the words choose between emacs and vi keys, perhaps for one program only (`quoth:bind -v`).
static bool chooses_keys(int count, const char **words) {
    const char *colon = strchr(words[0], ':');
    const char *command = colon == NULL ? words[0] : colon + 1;
    return count == 2 && strcmp(command, "bind") == 0
        && (strcmp(words[1], "-v") == 0 || strcmp(words[1], "-e") == 0);
}

/// Runs the lines of the user's file that choose the keys, or all the others.
static void run_editrc(cle_editor *editor, bool choosing) {
    FILE *file = open_editrc();
    if (file == NULL) return;
    Tokenizer *tokenizer = tok_init(NULL);
    char *line = NULL;
    size_t capacity = 0;
    ssize_t length;
    while (tokenizer != NULL && (length = getline(&line, &capacity, file)) >= 0) {
        if (length > 0 && line[length - 1] == '\n') line[length - 1] = '\0';
        const char *start = line + strspn(line, " \t");
        if (*start == '#' || *start == '\0') continue;
        int count = 0;
        const char **words = NULL;
        tok_reset(tokenizer);
        if (tok_str(tokenizer, start, &count, &words) != 0 || count == 0) continue;
        if (chooses_keys(count, words) == choosing) el_parse(editor->el, count, words);
    }
    free(line);
    if (tokenizer != NULL) tok_end(tokenizer);
    fclose(file);
}

/// Defect: `bind -v` in the user's file resets every key, so that after `el_source` the program's own keys are gone; and
/// binding them after it would overrule the user's. So the file is read twice: first only what chooses between emacs
/// and vi keys, then, after the program's own keys, everything else.
void cle_bind_keys(cle_editor *editor) {
    EditLine *el = editor->el;
    add_functions(el);
    el_set(el, EL_ADDFN, "quoth-ignore", "Do nothing", ignore);
    // Said outright: the default differs between builds of the library.
    el_set(el, EL_EDITOR, "emacs");
    run_editrc(editor, true);
    const char *keys = NULL;
    editor->is_vi = el_get(el, EL_EDITOR, &keys) == 0 && keys != NULL && strcmp(keys, "vi") == 0;
    bind_own_keys(editor);
    run_editrc(editor, false);
    bind_virtual_keys(editor);
}
