/// One typed function for each thing that Quoth asks of libedit.
///
/// libedit's own interface is variadic and takes `FILE` pointers, neither of which Swift can use safely. An
/// `cle_editor` owns both, finds itself through libedit's client data, and keeps the work-arounds that the library
/// needs beside the defect that each one answers. Every function that takes an editor must be called on the thread
/// that created it; `cle_restore_terminal` may be called from anywhere, a signal handler included.
#pragma once

#include <stdbool.h>
#include <stddef.h>

typedef struct cle_editor cle_editor;

/// How a read ended.
typedef enum {
    CLE_LINE,         ///< Enter was pressed: `text` holds the line.
    CLE_INTERRUPTED,  ///< Ctrl-C.
    CLE_END_OF_INPUT, ///< Ctrl-D on an empty line, or no more bytes.
    CLE_TERMINATED,   ///< SIGTERM, SIGHUP or SIGQUIT: `code` holds the signal.
    CLE_FAILED,       ///< The terminal could not be read: `code` holds errno.
} cle_outcome;

typedef struct {
    cle_outcome outcome;
    int code;
    /// UTF-8, without the newline and not NUL-terminated; belongs to the editor until the next read.
    const char *_Nullable text;
    size_t byte_count;
} cle_result;

/// The line being edited, as UTF-8.
typedef struct {
    const char *_Nonnull text;
    size_t byte_count;
    size_t cursor;
} cle_line_view;

/// Called when Tab is pressed. It may use `cle_line`, `cle_replace_before_cursor`, `cle_beep` and the list functions.
typedef void (*cle_completion_function)(void *_Nonnull context, cle_editor *_Nonnull editor);

/// Called while a line is read when the watched descriptor can be read or has ended. It may use `cle_show_above` and
/// `cle_watch`.
typedef void (*cle_watch_function)(void *_Nonnull context, cle_editor *_Nonnull editor);

/// The most bytes of UTF-8 that a line may take; typing or pasting more is refused with a beep.
enum { CLE_MAXIMUM_LINE_BYTES = 4096 };

/// Gives the calling thread a UTF-8 character set; false when the system has none.
bool cle_use_utf8_on_this_thread(void);

/// Creates an editor that reads `input` and draws on `output`; both are duplicated, neither is closed.
/// Returns NULL and sets `*error` to an errno value on failure.
cle_editor *_Nullable cle_create(
    const char *_Nonnull program_name, int input, int output, int history_limit, int *_Nonnull error);

/// Frees the editor and everything that it owns.
void cle_destroy(cle_editor *_Nonnull editor);

void cle_set_completion(
    cle_editor *_Nonnull editor, cle_completion_function _Nonnull function, void *_Nonnull context);

/// Watches a descriptor while lines are read.
void cle_watch(cle_editor *_Nonnull editor, int fd, cle_watch_function _Nonnull function, void *_Nonnull context);
void cle_unwatch(cle_editor *_Nonnull editor);

/// Asked at the start of each read, when the signals are caught already: a request to end (a signal's number) that reached
/// the program before, or 0. Without it a signal between the program's own look and the read would be lost.
void cle_set_earlier_request(cle_editor *_Nonnull editor, int (*_Nonnull function)(void));

/// Whether the terminal can show text above a line that is being edited.
bool cle_can_show_above(cle_editor *_Nonnull editor);

/// Writes rows above the line that is being edited; `rows` must hold no control characters but newlines, one behind each row.
void cle_show_above(cle_editor *_Nonnull editor, const char *_Nonnull rows);

/// Writes rows where the cursor stands, while no line is edited.
void cle_write_rows(cle_editor *_Nonnull editor, const char *_Nonnull rows);

/// Reads one line. SGR sequences in `prompt` take no width. Whatever the outcome, the terminal's attributes are those
/// found on entry and the cursor stands at the start of a fresh row.
cle_result cle_read(cle_editor *_Nonnull editor, const char *_Nonnull prompt);

/// Adds the newest history entry.
void cle_history_enter(cle_editor *_Nonnull editor, const char *_Nonnull entry);

/// Forgets every history entry.
void cle_history_clear(cle_editor *_Nonnull editor);

/// The line as it stands; valid until the line changes.
cle_line_view cle_line(cle_editor *_Nonnull editor);

/// Replaces the `byte_count` bytes before the cursor; false when the line would grow too long.
bool cle_replace_before_cursor(cle_editor *_Nonnull editor, size_t byte_count, const char *_Nonnull text);

/// Rings the bell.
void cle_beep(cle_editor *_Nonnull editor);

/// The width of the window in columns.
int cle_columns(cle_editor *_Nonnull editor);

/// The columns that `text` takes in the calling thread's character set.
int cle_width(const char *_Nonnull text);

/// Starts a list beneath the line.
void cle_list_begin(cle_editor *_Nonnull editor);
/// Writes one row of the list; `row` must hold no control characters.
void cle_list_row(cle_editor *_Nonnull editor, const char *_Nonnull row);
/// Ends the list and draws the line again beneath it.
void cle_list_end(cle_editor *_Nonnull editor);

/// Gives the terminal back as it was when the read in progress began; does nothing when none is.
/// Safe in a signal handler.
void cle_restore_terminal(void);
