/// What the files of this target share; not part of its face.
#pragma once

#define _GNU_SOURCE
#include "CLibEdit.h"

#include <histedit.h>
#include <stdint.h>
#include <stdio.h>
#include <termios.h>
#include <wchar.h>

/// Keys that no keyboard sends. The read callback returns one to make libedit call a function of ours between two real
/// keys, whatever the key map in use. They lie in C1, which is indexed in libedit's one-byte key table and which the
/// callback never lets through from the terminal.
enum {
    CLE_KEY_PASTE = 0x80,
    CLE_KEY_SEARCH_STEP = 0x81,
    CLE_KEY_TRIM = 0x82,
    CLE_KEY_TO_END = 0x83,
};

enum {
    /// The most bytes of one paste that are looked at.
    CLE_PASTE_CAPACITY = 1 << 16,
    CLE_SEARCH_CAPACITY = 128,
    CLE_UNDO_CAPACITY = 256,
    CLE_REPLAY_CAPACITY = 16,
};

typedef struct {
    wchar_t *text;
    size_t count;
    size_t cursor;
} cle_snapshot;

struct cle_editor {
    EditLine *el;
    History *history;
    FILE *input;
    FILE *output;
    FILE *errors;
    int input_fd;
    int output_fd;
    char *prompt;

    /// Whether libedit edits at all (both ends a terminal, editing not switched off).
    bool edits;
    /// Whether the terminal understands more than plain text.
    bool capable;
    bool is_vi;

    cle_completion_function complete;
    void *completion_context;

    /// Watched while lines are read; -1 for none.
    int watched_fd;
    cle_watch_function watch;
    void *watch_context;

    int (*earlier_request)(void);

    // How the read in progress ends, when it is not by Enter.
    bool has_outcome;
    cle_outcome outcome;
    int code;
    /// The signal that ends the read once the cursor stands at the end of the line.
    int closing_signal;
    bool suspends;
    /// The cursor before `CLE_KEY_TO_END`, or -1 when that key did not arrive.
    int cursor_before_end;

    /// Bytes read from the terminal and not used yet.
    unsigned char replay[CLE_REPLAY_CAPACITY];
    size_t replay_count;

    char *paste;
    size_t paste_count;
    bool trimmed_since_key;

    bool searches;
    bool search_failed;
    wint_t search_key;
    wchar_t search_text[CLE_SEARCH_CAPACITY];
    size_t search_count;
    int search_index;
    cle_snapshot before_search;
    char *search_prompt;

    cle_snapshot undo[CLE_UNDO_CAPACITY];
    size_t undo_count;
    cle_snapshot seen;
    bool seen_is_typing;

    char *line_copy;
};

// Text.c
/// Decodes one character; returns the bytes used, and U+FFFD for what is not UTF-8.
size_t cle_decode_one(const unsigned char *bytes, size_t count, wchar_t *character);
/// Decodes `count` bytes into a new NUL-terminated wide string; NULL without memory.
wchar_t *cle_decode(const char *bytes, size_t count, size_t *character_count);
/// The bytes that `character` takes in UTF-8.
size_t cle_utf8_length(wchar_t character);
/// Encodes into a new NUL-terminated string; NULL without memory.
char *cle_encode(const wchar_t *text, size_t count);
/// Whether a line may hold this character.
bool cle_is_text(wchar_t character);

// Line.c
void cle_replace_line(cle_editor *editor, const wchar_t *text, size_t count, size_t cursor);
size_t cle_line_byte_count(cle_editor *editor);
bool cle_insert(cle_editor *editor, const wchar_t *text);
void cle_note_line(cle_editor *editor);
void cle_forget_undo(cle_editor *editor);
bool cle_take_snapshot(cle_editor *editor, cle_snapshot *snapshot);
unsigned char cle_function_undo(EditLine *el, int key);
unsigned char cle_function_trim(EditLine *el, int key);
unsigned char cle_function_to_end(EditLine *el, int key);
unsigned char cle_function_paste(EditLine *el, int key);
unsigned char cle_function_complete(EditLine *el, int key);

// Search.c
unsigned char cle_function_search(EditLine *el, int key);
unsigned char cle_function_search_step(EditLine *el, int key);

// Keys.c
void cle_bind_keys(cle_editor *editor);

// Input.c
int cle_read_key(EditLine *el, wchar_t *character);
bool cle_signals_begin(cle_editor *editor, const struct termios *attributes);
/// Acts as if the signal had come now.
void cle_signals_flag(int number);
/// Gives the signals back to the program; returns one that still waits to end the program, or 0.
int cle_signals_end(void);

cle_editor *cle_editor_of(EditLine *el);
