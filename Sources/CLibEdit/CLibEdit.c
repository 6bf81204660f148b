#include "Internal.h"

#include <errno.h>
#include <fcntl.h>
#include <langinfo.h>
#include <locale.h>
#include <pthread.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

/// Chosen once for the whole program; a locale may serve several threads.
static locale_t utf8_locale;

static void choose_locale(void) {
    utf8_locale = newlocale(LC_CTYPE_MASK, "", (locale_t)0);
    if (utf8_locale != (locale_t)0 && strcmp(nl_langinfo_l(CODESET, utf8_locale), "UTF-8") != 0) {
        freelocale(utf8_locale);
        utf8_locale = (locale_t)0;
    }
    if (utf8_locale == (locale_t)0) utf8_locale = newlocale(LC_CTYPE_MASK, "C.UTF-8", (locale_t)0);
}

/// Defect: without a UTF-8 locale libedit drops typed letters and a prompt that is not ASCII ends in a segmentation
/// fault. The user's own character set is kept when it is UTF-8; else C.UTF-8, which every glibc has. The locale is set
/// for the calling thread alone, so nothing else in the program changes.
bool cle_use_utf8_on_this_thread(void) {
    static pthread_once_t once = PTHREAD_ONCE_INIT;
    pthread_once(&once, choose_locale);
    if (utf8_locale == (locale_t)0) return false;
    uselocale(utf8_locale);
    return true;
}

cle_editor *cle_editor_of(EditLine *el) {
    void *editor = NULL;
    el_get(el, EL_CLIENTDATA, &editor);
    return editor;
}

static char *prompt_of(EditLine *el) {
    cle_editor *editor = cle_editor_of(el);
    return editor->searches ? editor->search_prompt : editor->prompt;
}

/// A stream on a duplicate of `fd`.
static FILE *open_stream(int fd, const char *mode) {
    int copy = fcntl(fd, F_DUPFD_CLOEXEC, 0);
    if (copy < 0) return NULL;
    FILE *stream = fdopen(copy, mode);
    if (stream == NULL) close(copy);
    return stream;
}

static bool open_streams(cle_editor *editor, int input, int output) {
    editor->input = open_stream(input, "r");
    editor->output = open_stream(output, "w");
    // Defect: an unknown TERM makes libedit complain on the stream for errors. It falls back on "dumb" by itself, so
    // the complaint goes nowhere.
    editor->errors = fopen("/dev/null", "we");
    if (editor->input == NULL || editor->output == NULL || editor->errors == NULL) return false;
    editor->input_fd = fileno(editor->input);
    editor->output_fd = fileno(editor->output);
    return true;
}

static bool set_up(cle_editor *editor, const char *program_name, int history_limit) {
    // Defect: el_init changes the terminal's attributes at once and not first when it reads.
    struct termios attributes;
    bool is_terminal = tcgetattr(editor->input_fd, &attributes) == 0;
    editor->el = el_init(program_name, editor->input, editor->output, editor->errors);
    if (is_terminal) tcsetattr(editor->input_fd, TCSANOW, &attributes);
    if (editor->el == NULL) return false;

    EditLine *el = editor->el;
    el_set(el, EL_CLIENTDATA, editor);
    el_set(el, EL_SIGNAL, 0);
    el_set(el, EL_GETCFN, cle_read_key);
    // Ctrl-S must not freeze the line, and searches forward besides.
    el_set(el, EL_SETTY, "-d", "-ixon", (char *)NULL);
    // Defect: a literal at the very end of the prompt is lost; `copy_prompt` never leaves one there.
    el_set(el, EL_PROMPT_ESC, prompt_of, '\1');

    // Defect: the library's own history file escapes what is not ASCII, is cut and written whole by each of two sessions
    // so that lines are lost, and cannot be loaded before it exists. So only entries in memory are asked of it.
    HistEvent event;
    editor->history = history_init();
    if (editor->history == NULL) return false;
    history(editor->history, &event, H_SETSIZE, history_limit);
    el_set(el, EL_HIST, history, editor->history);

    cle_bind_keys(editor);
    const char *clear_to_end = NULL;
    el_get(el, EL_GETTC, "ce", &clear_to_end, (char *)NULL);
    editor->capable = is_terminal && isatty(editor->output_fd) && clear_to_end != NULL;
    return true;
}

static void restore_at_exit(void) { atexit(cle_restore_terminal); }

cle_editor *cle_create(const char *program_name, int input, int output, int history_limit, int *error) {
    static pthread_once_t once = PTHREAD_ONCE_INIT;
    cle_editor *editor = calloc(1, sizeof *editor);
    if (editor == NULL) {
        *error = ENOMEM;
        return NULL;
    }
    editor->cursor_before_end = -1;
    editor->watched_fd = -1;
    editor->prompt = strdup("");
    editor->search_prompt = strdup("");
    editor->paste = malloc(CLE_PASTE_CAPACITY);
    errno = 0;
    if (editor->prompt == NULL || editor->search_prompt == NULL || editor->paste == NULL
        || !open_streams(editor, input, output) || !set_up(editor, program_name, history_limit)) {
        *error = errno != 0 ? errno : ENOMEM;
        cle_destroy(editor);
        return NULL;
    }
    // So that exit(), called on whatever thread while a line is read, gives the terminal back.
    pthread_once(&once, restore_at_exit);
    return editor;
}

void cle_destroy(cle_editor *editor) {
    if (editor->el != NULL) {
        // Defect: el_end throws away what was typed ahead (TCSAFLUSH) and sets attributes that may be out of date;
        // it leaves the terminal alone when editing is off.
        el_set(editor->el, EL_EDITMODE, 0);
        el_end(editor->el);
    }
    if (editor->history != NULL) history_end(editor->history);
    if (editor->input != NULL) fclose(editor->input);
    if (editor->output != NULL) fclose(editor->output);
    if (editor->errors != NULL) fclose(editor->errors);
    cle_forget_undo(editor);
    free(editor->before_search.text);
    free(editor->prompt);
    free(editor->search_prompt);
    free(editor->paste);
    free(editor->line_copy);
    free(editor);
}

void cle_set_completion(cle_editor *editor, cle_completion_function function, void *context) {
    editor->complete = function;
    editor->completion_context = context;
}

void cle_watch(cle_editor *editor, int fd, cle_watch_function function, void *context) {
    editor->watched_fd = fd;
    editor->watch = function;
    editor->watch_context = context;
}

void cle_unwatch(cle_editor *editor) { editor->watched_fd = -1; }

void cle_set_earlier_request(cle_editor *editor, int (*function)(void)) { editor->earlier_request = function; }

bool cle_can_show_above(cle_editor *editor) { return editor->capable && editor->edits; }

void cle_write_rows(cle_editor *editor, const char *rows) {
    fputs(rows, editor->output);
    fflush(editor->output);
}

void cle_history_enter(cle_editor *editor, const char *entry) {
    HistEvent event;
    history(editor->history, &event, H_ENTER, entry);
}

void cle_history_clear(cle_editor *editor) {
    HistEvent event;
    history(editor->history, &event, H_CLEAR);
}

/// Copies `prompt` with each SGR sequence marked as taking no width, and a space at the end should a mark stand there.
static char *copy_prompt(const char *prompt) {
    char *copy = malloc(strlen(prompt) * 3 + 2);
    if (copy == NULL) return NULL;
    char *end = copy;
    while (*prompt != '\0') {
        size_t parameters = prompt[0] == '\033' && prompt[1] == '[' ? strspn(prompt + 2, "0123456789;:") : 0;
        bool is_sgr = prompt[0] == '\033' && prompt[1] == '[' && prompt[2 + parameters] == 'm';
        if (!is_sgr) {
            *end++ = *prompt++;
            continue;
        }
        *end++ = '\1';
        memcpy(end, prompt, parameters + 3);
        end += parameters + 3;
        prompt += parameters + 3;
        *end++ = '\1';
    }
    if (end > copy && end[-1] == '\1') *end++ = ' ';
    *end = '\0';
    return copy;
}

static cle_result failure(int code) { return (cle_result){.outcome = CLE_FAILED, .code = code}; }

/// Forgets what the last read left behind.
static void start_afresh(cle_editor *editor) {
    editor->has_outcome = false;
    editor->closing_signal = 0;
    editor->suspends = false;
    editor->cursor_before_end = -1;
    editor->searches = false;
    editor->trimmed_since_key = false;
    editor->paste_count = 0;
    cle_forget_undo(editor);
}

cle_result cle_read(cle_editor *editor, const char *prompt) {
    char *copy = copy_prompt(prompt);
    if (copy == NULL) return failure(ENOMEM);
    free(editor->prompt);
    editor->prompt = copy;
    start_afresh(editor);

    struct termios attributes;
    bool is_terminal = tcgetattr(editor->input_fd, &attributes) == 0;
    int edit_mode = 0;
    el_get(editor->el, EL_EDITMODE, &edit_mode);
    editor->edits = is_terminal && isatty(editor->output_fd) && edit_mode != 0;
    if (!cle_signals_begin(editor, is_terminal ? &attributes : NULL)) return failure(errno);
    int earlier = editor->earlier_request == NULL ? 0 : editor->earlier_request();
    if (earlier != 0) cle_signals_flag(earlier);
    // Defect: el_gets shows the prompt first and prepares the terminal only then; keys typed in between are echoed and
    // interpreted by the terminal.
    if (editor->edits) el_set(editor->el, EL_PREP_TERM, 1);
    if (editor->edits && editor->capable) fputs("\033[?2004h", editor->output);

    int count = 0;
    errno = 0;
    const char *line = el_gets(editor->el, &count);
    int code = errno;

    cle_result result;
    if (editor->has_outcome) {
        result = (cle_result){.outcome = editor->outcome, .code = editor->code};
        // Text before the end of input is a line; the end shows again at the next read.
        if (editor->outcome == CLE_END_OF_INPUT && line != NULL && count > 0)
            result = (cle_result){.outcome = CLE_LINE, .text = line, .byte_count = (size_t)count};
    } else if (line != NULL && count > 0) {
        result = (cle_result){.outcome = CLE_LINE, .text = line, .byte_count = (size_t)count};
    } else if (count < 0) {
        result = failure(code == 0 ? EIO : code);
    } else {
        result = (cle_result){.outcome = CLE_END_OF_INPUT};
    }
    if (result.outcome == CLE_LINE && result.text[result.byte_count - 1] == '\n') result.byte_count--;
    if (result.outcome == CLE_LINE && result.byte_count > 0 && result.text[result.byte_count - 1] == '\r')
        result.byte_count--;

    if (editor->edits) {
        if (editor->capable) fputs("\033[?2004l", editor->output);
        if (result.outcome == CLE_INTERRUPTED) fputs("^C", editor->output);
        if (result.outcome != CLE_LINE) fputs("\r\n", editor->output);
        fflush(editor->output);
    }
    if (result.outcome != CLE_LINE) el_reset(editor->el);
    // libedit's idea of the attributes between reads sets flags that the user may have off.
    if (is_terminal) tcsetattr(editor->input_fd, TCSADRAIN, &attributes);
    int ending = cle_signals_end();
    if (ending != 0) return (cle_result){.outcome = CLE_TERMINATED, .code = ending};
    return result;
}
