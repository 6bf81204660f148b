#include "Internal.h"

#include <errno.h>
#include <poll.h>
#include <pthread.h>
#include <signal.h>
#include <stdatomic.h>
#include <stdlib.h>
#include <string.h>
#include <sys/eventfd.h>
#include <sys/ioctl.h>
#include <unistd.h>

static const char bracketed_paste_on[] = "\033[?2004h";
static const char bracketed_paste_off[] = "\033[?2004l";
static const char paste_start[] = "\033[200~";
static const char paste_end[] = "\033[201~";

/// How long the rest of an escape sequence may take; a key that is pressed by hand comes later.
enum { SEQUENCE_MILLISECONDS = 50 };

// MARK: What the terminal was

/// What `cle_restore_terminal` gives back; written only while `kept.is_active` is false.
static struct {
    atomic_bool is_active;
    int input_fd, output_fd;
    bool is_capable;
    struct termios attributes;
} kept;

void cle_terminal_note(cle_editor *editor, const struct termios *attributes) {
    atomic_store(&kept.is_active, false);
    if (attributes == NULL) return;
    kept.input_fd = editor->input_fd;
    kept.output_fd = editor->output_fd;
    kept.is_capable = editor->capable;
    kept.attributes = *attributes;
    atomic_store(&kept.is_active, true);
}

void cle_restore_terminal(void) {
    if (!atomic_exchange(&kept.is_active, false)) return;
    int saved = errno;
    ssize_t written = 0;
    if (kept.is_capable) written = write(kept.output_fd, bracketed_paste_off, sizeof bracketed_paste_off - 1);
    if (written >= 0) written = write(kept.output_fd, "\r\n", 2);
    // Not TCSADRAIN: a terminal stopped with Ctrl-S would hold the exit up for ever.
    tcsetattr(kept.input_fd, TCSANOW, &kept.attributes);
    errno = saved;
}

// MARK: Signals

// Defect: with EL_SIGNAL libedit sends each signal on with kill(0, …), to the parent too when that shares the process
// group. So EL_SIGNAL stays off, and the signals are caught here for as long as a read lasts: the handlers only set
// flags. They wake the wait through an eventfd, because the kernel may run a handler on any thread of the program.

static const int caught[] = {SIGINT, SIGQUIT, SIGTERM, SIGHUP, SIGTSTP, SIGCONT, SIGWINCH};
enum { CAUGHT = sizeof caught / sizeof *caught };

static volatile sig_atomic_t flagged[NSIG];
static struct sigaction before[CAUGHT];
static int wake_fd = -1;
static atomic_bool is_reading;

static void flag(int number) {
    int saved = errno;
    flagged[number] = 1;
    const uint64_t one = 1;
    ssize_t written = write(wake_fd, &one, sizeof one);
    (void)written;
    errno = saved;
}

void cle_signals_flag(int number) {
    if (number > 0 && number < NSIG) flag(number);
}

static void catch_signal(int number, struct sigaction *old) {
    struct sigaction action = {.sa_handler = flag, .sa_flags = SA_RESTART};
    sigemptyset(&action.sa_mask);
    sigaction(number, &action, old);
}

static bool take(int number) {
    if (!flagged[number]) return false;
    flagged[number] = 0;
    return true;
}

bool cle_signals_begin(cle_editor *editor, const struct termios *attributes) {
    if (atomic_exchange(&is_reading, true)) {
        errno = EBUSY;
        return false;
    }
    if (wake_fd < 0) wake_fd = eventfd(0, EFD_CLOEXEC | EFD_NONBLOCK);
    if (wake_fd < 0) {
        atomic_store(&is_reading, false);
        return false;
    }
    for (int i = 0; i < CAUGHT; i++) {
        flagged[caught[i]] = 0;
        catch_signal(caught[i], &before[i]);
        // What the program ignores (under nohup, say) stays ignored.
        if (before[i].sa_handler == SIG_IGN) sigaction(caught[i], &before[i], NULL);
    }
    cle_terminal_note(editor, attributes);
    return true;
}

int cle_signals_end(void) {
    for (int i = 0; i < CAUGHT; i++) sigaction(caught[i], &before[i], NULL);
    cle_terminal_note(NULL, NULL);
    atomic_store(&is_reading, false);
    int ending = 0;
    // What arrived after the last key is the program's; a request to end must not be lost.
    if (take(SIGQUIT)) ending = SIGQUIT;
    if (take(SIGHUP)) ending = SIGHUP;
    if (take(SIGTERM)) ending = SIGTERM;
    if (take(SIGTSTP)) raise(SIGTSTP);
    return ending;
}

/// Draws the line from scratch at the start of the row where the cursor stands.
///
/// Defect: EL_REFRESH believes that the cursor stands there already and draws over whatever does.
static void draw_again(cle_editor *editor) {
    if (editor->capable) fputs(bracketed_paste_on, editor->output);
    fputc('\r', editor->output);
    el_resize(editor->el);
    el_set(editor->el, EL_REFRESH);
    fflush(editor->output);
}

/// Stops the program as the shell expects, and takes the terminal up again when it goes on.
///
/// Defect: EL_PREP_TERM 1 alone does nothing after a stop, since libedit believes the terminal still prepared.
static void suspend(cle_editor *editor) {
    if (editor->capable) fputs(bracketed_paste_off, editor->output);
    fflush(editor->output);
    el_set(editor->el, EL_PREP_TERM, 0);
    struct termios attributes = kept.attributes;
    tcsetattr(editor->input_fd, TCSADRAIN, &attributes);

    struct sigaction stop = {.sa_handler = SIG_DFL}, caught_stop;
    sigemptyset(&stop.sa_mask);
    sigset_t stopping, mask;
    sigemptyset(&stopping);
    sigaddset(&stopping, SIGTSTP);
    sigaction(SIGTSTP, &stop, &caught_stop);
    pthread_sigmask(SIG_UNBLOCK, &stopping, &mask);
    raise(SIGTSTP);
    pthread_sigmask(SIG_SETMASK, &mask, NULL);
    sigaction(SIGTSTP, &caught_stop, NULL);

    // The signal that let the program go on has done its work.
    take(SIGCONT);
    take(SIGWINCH);
    el_set(editor->el, EL_PREP_TERM, 1);
    if (editor->cursor_before_end >= 0) {
        const LineInfoW *line = el_wline(editor->el);
        el_cursor(editor->el, editor->cursor_before_end - (int)(line->cursor - line->buffer));
    }
    draw_again(editor);
}

/// After a stop that could not be caught (SIGSTOP) the shell may have changed the terminal.
static void go_on(cle_editor *editor) {
    el_set(editor->el, EL_PREP_TERM, 0);
    el_set(editor->el, EL_PREP_TERM, 1);
    draw_again(editor);
}

/// The rows that the line takes above the cursor in a window of `columns`.
static int rows_above_cursor(cle_editor *editor, int columns) {
    int row = 0, column = 0;
    const char *prompt = editor->searches ? editor->search_prompt : editor->prompt;
    const char *next = prompt;
    bool is_literal = false;
    size_t left = strlen(prompt);
    const LineInfoW *line = el_wline(editor->el);
    const wchar_t *typed = line->buffer;
    while (left > 0 || typed < line->cursor) {
        wchar_t character;
        if (left > 0) {
            size_t used = cle_decode_one((const unsigned char *)next, left, &character);
            next += used;
            left -= used;
            if (character == 1) is_literal = !is_literal;
            if (character == 1 || is_literal) continue;
        } else {
            character = *typed++;
        }
        int width = wcwidth(character);
        if (width < 0) width = 1;
        if (column + width > columns) {
            row++;
            column = 0;
        }
        column += width;
        if (column >= columns) {
            row++;
            column = 0;
        }
    }
    return row;
}

/// Some terminals wrap their rows anew when they are resized and others do not; going up by the smaller count may leave
/// a piece of the old line standing, but never erases what is not ours.
static void resize(cle_editor *editor) {
    if (!editor->capable) {
        // Defect: el_resize allocates, so it must not be called in the signal handler.
        el_resize(editor->el);
        return;
    }
    int old_rows = rows_above_cursor(editor, cle_columns(editor));
    el_resize(editor->el);
    int new_rows = rows_above_cursor(editor, cle_columns(editor));
    int rows = old_rows < new_rows ? old_rows : new_rows;
    fputc('\r', editor->output);
    if (rows > 0) fprintf(editor->output, "\033[%dA", rows);
    fputs("\033[J", editor->output);
    el_set(editor->el, EL_REFRESH);
    fflush(editor->output);
}

/// The text goes where the line stands, and the line is drawn anew beneath it.
void cle_show_above(cle_editor *editor, const char *rows) {
    if (!cle_can_show_above(editor)) return;
    int above = rows_above_cursor(editor, cle_columns(editor));
    fputc('\r', editor->output);
    if (above > 0) fprintf(editor->output, "\033[%dA", above);
    fputs("\033[J", editor->output);
    for (; *rows != '\0'; rows++) {
        if (*rows == '\n') fputc('\r', editor->output);
        fputc(*rows, editor->output);
    }
    el_resize(editor->el);
    el_set(editor->el, EL_REFRESH);
    fflush(editor->output);
}

// MARK: Bytes

typedef enum { BYTE_READ, BYTE_LATE, BYTE_SIGNAL, BYTE_END, BYTE_FAILED, BYTE_WATCHED } byte_result;

/// The next byte; after `milliseconds` (-1 for ever) `BYTE_LATE`. Between two keys, and nowhere else, the watched descriptor
/// may come first.
static byte_result next_byte(cle_editor *editor, int milliseconds, unsigned char *byte, bool is_between_keys) {
    for (;;) {
        for (int i = 0; i < CAUGHT; i++)
            if (flagged[caught[i]]) return BYTE_SIGNAL;
        // poll passes over what is negative.
        struct pollfd ends[] = {
            {.fd = editor->input_fd, .events = POLLIN},
            {.fd = wake_fd, .events = POLLIN},
            {.fd = is_between_keys ? editor->watched_fd : -1, .events = POLLIN},
        };
        int ready = poll(ends, 3, milliseconds);
        if (ready < 0 && errno != EINTR) return BYTE_FAILED;
        if (ready == 0) return BYTE_LATE;
        if (ready < 0) continue;
        if (ends[1].revents != 0) {
            uint64_t count;
            ssize_t drained = read(wake_fd, &count, sizeof count);
            (void)drained;
            continue;
        }
        if (ends[0].revents == 0 && ends[2].revents != 0) return BYTE_WATCHED;
        ssize_t count = read(editor->input_fd, byte, 1);
        if (count == 1) return BYTE_READ;
        // While editing, a read finds nothing when Ctrl-C has emptied the terminal's queue since the poll.
        if (count == 0 && editor->edits && (ends[0].revents & POLLHUP) == 0) continue;
        if (count == 0) return BYTE_END;
        if (errno != EINTR && errno != EAGAIN) return BYTE_FAILED;
    }
}

/// Makes a read that finds nothing return at once.
///
/// Defect: libedit reads with VMIN 1. Ctrl-C empties the terminal's queue, so a read after a successful poll can still
/// wait, and then the interrupt is noticed with the next key only. Looked at before every key, since libedit sets its own
/// value again after a quoted key. (O_NONBLOCK would reach the shell too, which shares the open terminal.)
static void never_wait_in_read(cle_editor *editor) {
    struct termios attributes;
    if (tcgetattr(editor->input_fd, &attributes) != 0 || (attributes.c_lflag & ICANON) != 0) return;
    if (attributes.c_cc[VMIN] == 0 && attributes.c_cc[VTIME] == 0) return;
    attributes.c_cc[VMIN] = 0;
    attributes.c_cc[VTIME] = 0;
    tcsetattr(editor->input_fd, TCSANOW, &attributes);
}

static int stop_reading(cle_editor *editor, cle_outcome outcome, int code) {
    editor->has_outcome = true;
    editor->outcome = outcome;
    editor->code = code;
    errno = outcome == CLE_FAILED ? code : EINTR;
    return -1;
}

/// Reads a paste to its end. False when a signal or the end of input came first.
static bool read_paste(cle_editor *editor) {
    size_t matched = 0;
    editor->paste_count = 0;
    while (paste_end[matched] != '\0') {
        unsigned char byte;
        byte_result result = next_byte(editor, -1, &byte, false);
        if (result == BYTE_SIGNAL && (flagged[SIGWINCH] || flagged[SIGCONT])) {
            // The line is drawn again after the paste in any case.
            take(SIGCONT);
            if (take(SIGWINCH)) resize(editor);
            continue;
        }
        if (result != BYTE_READ) return false;
        if (byte == (unsigned char)paste_end[matched]) {
            matched++;
            continue;
        }
        // Only an ESC can begin the end mark, so what had matched belongs to the paste.
        for (size_t i = 0; i < matched; i++)
            if (editor->paste_count < CLE_PASTE_CAPACITY) editor->paste[editor->paste_count++] = paste_end[i];
        matched = byte == (unsigned char)paste_end[0] ? 1 : 0;
        if (matched == 0 && editor->paste_count < CLE_PASTE_CAPACITY)
            editor->paste[editor->paste_count++] = (char)byte;
    }
    return true;
}

typedef enum { ESCAPE_ALONE, ESCAPE_SEQUENCE, ESCAPE_PASTE } escape_kind;

/// Looks at what follows an ESC without taking it, unless it is the start of a paste.
static escape_kind look_past_escape(cle_editor *editor) {
    size_t matched = 1;
    while (paste_start[matched] != '\0') {
        unsigned char byte;
        if (next_byte(editor, SEQUENCE_MILLISECONDS, &byte, false) != BYTE_READ) break;
        editor->replay[editor->replay_count++] = byte;
        if (byte != (unsigned char)paste_start[matched]) return ESCAPE_SEQUENCE;
        matched++;
    }
    if (paste_start[matched] != '\0') return matched == 1 ? ESCAPE_ALONE : ESCAPE_SEQUENCE;
    editor->replay_count = 0;
    return ESCAPE_PASTE;
}

/// Takes a byte put back earlier, or reads one.
static byte_result take_byte(cle_editor *editor, int milliseconds, unsigned char *byte) {
    if (editor->replay_count == 0) return next_byte(editor, milliseconds, byte, milliseconds < 0);
    *byte = editor->replay[0];
    editor->replay_count--;
    memmove(editor->replay, editor->replay + 1, editor->replay_count);
    return BYTE_READ;
}

static void put_back(cle_editor *editor, unsigned char byte) {
    if (editor->replay_count == CLE_REPLAY_CAPACITY) return;
    memmove(editor->replay + 1, editor->replay, editor->replay_count);
    editor->replay[0] = byte;
    editor->replay_count++;
}

/// Reads the rest of the character that `first` begins.
static byte_result finish_character(cle_editor *editor, unsigned char first, wchar_t *character) {
    unsigned char bytes[4] = {first};
    size_t count = 1;
    size_t wanted = first >= 0xF0 ? 4 : first >= 0xE0 ? 3 : first >= 0xC0 ? 2 : 1;
    while (count < wanted) {
        byte_result result = take_byte(editor, SEQUENCE_MILLISECONDS, &bytes[count]);
        if (result != BYTE_READ) break;
        if ((bytes[count] & 0xC0) != 0x80) {
            put_back(editor, bytes[count]);
            break;
        }
        count++;
    }
    cle_decode_one(bytes, count, character);
    return BYTE_READ;
}

// MARK: Keys

/// Acts on the signals that arrived; returns a key for libedit, -1 to stop reading, or 0 to wait on.
static int act_on_signals(cle_editor *editor) {
    for (int i = 0; i < CAUGHT && caught[i] != SIGTSTP; i++)
        if (take(caught[i])) editor->closing_signal = caught[i];
    if (editor->closing_signal != 0) return editor->edits ? CLE_KEY_TO_END : 0;
    if (take(SIGTSTP)) {
        editor->suspends = true;
        return editor->edits ? CLE_KEY_TO_END : 0;
    }
    if (!editor->edits) {
        take(SIGCONT);
        take(SIGWINCH);
        return 0;
    }
    if (take(SIGCONT)) go_on(editor);
    if (take(SIGWINCH)) resize(editor);
    return 0;
}

/// While the search is on, decides whether it wants a key itself.
static bool search_wants(wchar_t key, escape_kind escape) {
    if (key == 0x1B) return escape == ESCAPE_ALONE;
    static const char controls[] = {'G', 'R', 'S', 'H', 'U', 'J', 'M'};
    for (size_t i = 0; i < sizeof controls; i++)
        if (key == (controls[i] & 0x1F)) return true;
    return key == 0x7F || cle_is_text(key);
}

/// The EL_GETCFN callback: one character from the terminal, or one of the keys that no keyboard sends.
///
/// Defect: the reader that libedit brings along decodes with the program's locale, so that without a UTF-8 one typed
/// letters vanish; here UTF-8 is decoded whatever the locale.
int cle_read_key(EditLine *el, wchar_t *character) {
    cle_editor *editor = cle_editor_of(el);
    if (editor->edits && !editor->searches && !editor->is_vi) cle_note_line(editor);
    // Once between two keys, lest a line that libedit will not shorten is asked for again and again.
    if (editor->edits && !editor->searches && !editor->trimmed_since_key
        && cle_line_byte_count(editor) > CLE_MAXIMUM_LINE_BYTES) {
        editor->trimmed_since_key = true;
        *character = CLE_KEY_TRIM;
        return 1;
    }
    for (;;) {
        if (editor->closing_signal == SIGINT) return stop_reading(editor, CLE_INTERRUPTED, 0);
        if (editor->closing_signal != 0) return stop_reading(editor, CLE_TERMINATED, editor->closing_signal);
        if (editor->suspends) {
            editor->suspends = false;
            suspend(editor);
            editor->cursor_before_end = -1;
        }
        if (editor->edits) never_wait_in_read(editor);
        unsigned char byte;
        switch (take_byte(editor, -1, &byte)) {
        case BYTE_READ: break;
        case BYTE_LATE: continue;
        case BYTE_WATCHED:
            editor->watch(editor->watch_context, editor);
            continue;
        case BYTE_END: return stop_reading(editor, CLE_END_OF_INPUT, 0);
        case BYTE_FAILED: return stop_reading(editor, CLE_FAILED, errno);
        case BYTE_SIGNAL: {
            int key = act_on_signals(editor);
            if (key == 0) continue;
            *character = key;
            return 1;
        }
        }
        editor->trimmed_since_key = false;
        if (!editor->edits) {
            finish_character(editor, byte, character);
            return 1;
        }
        escape_kind escape = ESCAPE_ALONE;
        if (byte == 0x1B && editor->replay_count == 0) {
            escape = look_past_escape(editor);
            if (escape == ESCAPE_PASTE) {
                // A signal or the end of input shows again at the next byte.
                if (!read_paste(editor)) continue;
                if (editor->searches) {
                    editor->searches = false;
                }
                *character = CLE_KEY_PASTE;
                return 1;
            }
        }
        if (finish_character(editor, byte, character) != BYTE_READ) continue;
        // C1 control characters come from no key, and their places are taken.
        if (*character >= 0x80 && *character <= 0x9F) continue;
        if (!editor->searches) return 1;
        if (search_wants(*character, escape)) {
            editor->search_key = (wint_t)*character;
        } else {
            // Any other key ends the search and then does what it always does.
            put_back(editor, byte);
            editor->search_key = WEOF;
        }
        *character = CLE_KEY_SEARCH_STEP;
        return 1;
    }
}
