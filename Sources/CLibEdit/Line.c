#include "Internal.h"

#include <limits.h>
#include <stdlib.h>
#include <string.h>

/// Makes the line exactly `text`.
///
/// Defect: `el_wreplacestr` refuses an empty string and leaves the cursor where it was. Deleting and inserting works.
void cle_replace_line(cle_editor *editor, const wchar_t *text, size_t count, size_t cursor) {
    EditLine *el = editor->el;
    // Defect: el_cursor adds without looking, so a large number would overflow a pointer.
    const LineInfoW *line = el_wline(el);
    el_cursor(el, (int)(line->lastchar - line->cursor));
    el_deletestr(el, (int)(line->lastchar - line->buffer));
    if (count > 0) el_winsertstr(el, text);
    el_cursor(el, (int)cursor - (int)count);
}

size_t cle_line_byte_count(cle_editor *editor) {
    const LineInfoW *line = el_wline(editor->el);
    size_t bytes = 0;
    for (const wchar_t *next = line->buffer; next < line->lastchar; next++) bytes += cle_utf8_length(*next);
    return bytes;
}

/// Inserts as much of `text` as the line may still take; false when some was left out.
bool cle_insert(cle_editor *editor, const wchar_t *text) {
    size_t bytes = cle_line_byte_count(editor);
    size_t count = 0;
    while (text[count] != 0) {
        bytes += cle_utf8_length(text[count]);
        if (bytes > CLE_MAXIMUM_LINE_BYTES) break;
        count++;
    }
    bool is_whole = text[count] == 0;
    if (count == 0) return is_whole;
    wchar_t *fitting = calloc(count + 1, sizeof *fitting);
    if (fitting == NULL) return false;
    wmemcpy(fitting, text, count);
    int failed = el_winsertstr(editor->el, fitting);
    free(fitting);
    return is_whole && failed == 0;
}

bool cle_take_snapshot(cle_editor *editor, cle_snapshot *snapshot) {
    const LineInfoW *line = el_wline(editor->el);
    size_t count = (size_t)(line->lastchar - line->buffer);
    wchar_t *text = calloc(count + 1, sizeof *text);
    if (text == NULL) return false;
    wmemcpy(text, line->buffer, count);
    free(snapshot->text);
    *snapshot = (cle_snapshot){.text = text, .count = count, .cursor = (size_t)(line->cursor - line->buffer)};
    return true;
}

void cle_forget_undo(cle_editor *editor) {
    for (size_t i = 0; i < editor->undo_count; i++) free(editor->undo[i].text);
    editor->undo_count = 0;
    free(editor->seen.text);
    editor->seen = (cle_snapshot){0};
    editor->seen_is_typing = false;
}

/// Looks at the line between two keys and keeps what undo goes back to. The letters of a word go back together.
///
/// Defect: libedit has no undo in emacs mode; `vi-undo` bound there finds nothing, because only vi commands keep a copy.
void cle_note_line(cle_editor *editor) {
    const LineInfoW *line = el_wline(editor->el);
    size_t count = (size_t)(line->lastchar - line->buffer);
    size_t cursor = (size_t)(line->cursor - line->buffer);
    cle_snapshot *seen = &editor->seen;
    if (seen->text != NULL && count == seen->count && wmemcmp(line->buffer, seen->text, count) == 0) {
        if (cursor != seen->cursor) editor->seen_is_typing = false;
        seen->cursor = cursor;
        return;
    }
    bool is_typing = count == seen->count + 1 && cursor == seen->cursor + 1 && line->buffer[cursor - 1] != L' ';
    if (seen->text != NULL && !(is_typing && editor->seen_is_typing)) {
        if (editor->undo_count == CLE_UNDO_CAPACITY) {
            free(editor->undo[0].text);
            memmove(editor->undo, editor->undo + 1, sizeof editor->undo - sizeof *editor->undo);
            editor->undo_count--;
        }
        editor->undo[editor->undo_count++] = *seen;
        *seen = (cle_snapshot){0};
    }
    editor->seen_is_typing = is_typing;
    cle_take_snapshot(editor, seen);
}

unsigned char cle_function_undo(EditLine *el, int key) {
    (void)key;
    cle_editor *editor = cle_editor_of(el);
    if (editor->undo_count == 0) return CC_ERROR;
    cle_snapshot earlier = editor->undo[--editor->undo_count];
    cle_replace_line(editor, earlier.text, earlier.count, earlier.cursor);
    free(editor->seen.text);
    editor->seen = earlier;
    editor->seen_is_typing = false;
    return CC_REFRESH;
}

unsigned char cle_function_trim(EditLine *el, int key) {
    (void)key;
    cle_editor *editor = cle_editor_of(el);
    const LineInfoW *line = el_wline(el);
    size_t bytes = cle_line_byte_count(editor);
    // What was typed last stands before the cursor; a line recalled from history may have to lose its end.
    if (line->cursor == line->buffer) el_cursor(el, (int)(line->lastchar - line->cursor));
    int excess = 0;
    for (const wchar_t *next = line->cursor; next > line->buffer && bytes > CLE_MAXIMUM_LINE_BYTES; next--) {
        bytes -= cle_utf8_length(next[-1]);
        excess++;
    }
    el_deletestr(el, excess);
    return CC_REFRESH_BEEP;
}

unsigned char cle_function_to_end(EditLine *el, int key) {
    (void)key;
    cle_editor *editor = cle_editor_of(el);
    const LineInfoW *line = el_wline(el);
    editor->cursor_before_end = (int)(line->cursor - line->buffer);
    el_cursor(el, (int)(line->lastchar - line->cursor));
    return CC_REFRESH;
}

/// Turns a paste into one line: each run of line ends with the blanks around it becomes one space.
static wchar_t *one_line(const char *bytes, size_t count) {
    size_t character_count = 0;
    wchar_t *text = cle_decode(bytes, count, &character_count);
    if (text == NULL) return NULL;
    size_t kept = 0;
    bool pending_break = false;
    for (size_t i = 0; i < character_count; i++) {
        wchar_t next = text[i];
        if (next == L'\r' || next == L'\n') {
            while (kept > 0 && text[kept - 1] == L' ') kept--;
            pending_break = true;
            continue;
        }
        if (next == L'\t') next = L' ';
        if (!cle_is_text(next)) continue;
        if (pending_break && next == L' ') continue;
        // The space takes the place of a line end, so it never overtakes what is still to be read.
        if (pending_break && kept > 0) text[kept++] = L' ';
        pending_break = false;
        text[kept++] = next;
    }
    text[kept] = 0;
    return text;
}

unsigned char cle_function_paste(EditLine *el, int key) {
    (void)key;
    cle_editor *editor = cle_editor_of(el);
    wchar_t *text = one_line(editor->paste, editor->paste_count);
    editor->paste_count = 0;
    if (text == NULL) return CC_ERROR;
    bool is_whole = cle_insert(editor, text);
    free(text);
    return is_whole ? CC_REFRESH : CC_REFRESH_BEEP;
}

unsigned char cle_function_complete(EditLine *el, int key) {
    (void)key;
    cle_editor *editor = cle_editor_of(el);
    if (editor->complete != NULL) editor->complete(editor->completion_context, editor);
    return CC_REFRESH;
}

cle_line_view cle_line(cle_editor *editor) {
    const LineInfoW *line = el_wline(editor->el);
    free(editor->line_copy);
    editor->line_copy = cle_encode(line->buffer, (size_t)(line->lastchar - line->buffer));
    if (editor->line_copy == NULL) return (cle_line_view){.text = ""};
    size_t cursor = 0;
    for (const wchar_t *next = line->buffer; next < line->cursor; next++) cursor += cle_utf8_length(*next);
    return (cle_line_view){
        .text = editor->line_copy, .byte_count = strlen(editor->line_copy), .cursor = cursor};
}

bool cle_replace_before_cursor(cle_editor *editor, size_t byte_count, const char *text) {
    wchar_t *wide = cle_decode(text, strlen(text), NULL);
    if (wide == NULL) return false;
    const LineInfoW *line = el_wline(editor->el);
    const wchar_t *start = line->cursor;
    size_t bytes = 0;
    while (start > line->buffer && bytes < byte_count) bytes += cle_utf8_length(*--start);
    bool fits = cle_line_byte_count(editor) - bytes + strlen(text) <= CLE_MAXIMUM_LINE_BYTES;
    if (fits) {
        el_deletestr(editor->el, (int)(line->cursor - start));
        cle_insert(editor, wide);
    }
    free(wide);
    return fits;
}

void cle_beep(cle_editor *editor) { el_beep(editor->el); }

int cle_columns(cle_editor *editor) {
    int columns = 80;
    // Terminated by a null pointer although `el_get` needs none, as the manual asks of both.
    el_get(editor->el, EL_GETTC, "co", &columns, (char *)NULL);
    return columns < 2 ? 80 : columns;
}

void cle_list_begin(cle_editor *editor) {
    // What the line still shows beneath the cursor would otherwise stand between the rows of the list.
    fputs(editor->capable ? "\r\n\033[J" : "\r\n", editor->output);
}

void cle_list_row(cle_editor *editor, const char *row) {
    fputs(row, editor->output);
    fputs("\r\n", editor->output);
}

void cle_list_end(cle_editor *editor) {
    // Defect: CC_REDISPLAY clears as many rows upward as the line took, and with them the list.
    el_set(editor->el, EL_REFRESH);
}
