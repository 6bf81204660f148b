#include "Internal.h"

#include <stdlib.h>
#include <string.h>
#include <wctype.h>

// Searching back through the history, one letter at a time.
//
// Defect: libedit's own incremental search indexes its key table with one byte, so a letter beyond Latin-1 (ğ, 中) ends
// it, and after Ctrl-U it misses entries newer than the last match. This one is a mode: while it is on, the read
// callback hands each character over as `search_key`, and libedit draws the line and the prompt as it always does.

static wchar_t control(char letter) { return letter & 0x1F; }

static wchar_t *folded(const char *text, size_t *count) {
    wchar_t *wide = cle_decode(text, strlen(text), count);
    if (wide == NULL) return NULL;
    for (wchar_t *next = wide; *next != 0; next++) *next = (wchar_t)towlower((wint_t)*next);
    return wide;
}

static void show_prompt(cle_editor *editor) {
    char *text = cle_encode(editor->search_text, editor->search_count);
    if (text == NULL) return;
    const char *label = editor->search_failed ? "(search, nothing found) `" : "(search) `";
    size_t size = strlen(label) + strlen(text) + sizeof "`: ";
    char *prompt = malloc(size);
    if (prompt != NULL) {
        snprintf(prompt, size, "%s%s`: ", label, text);
        free(editor->search_prompt);
        editor->search_prompt = prompt;
    }
    free(text);
}

/// Shows the entry nearest to the newest that holds the text, from `start` on; with `step` -1, from `start` towards the
/// newest. An entry that reads as the line does already is passed over when `is_next`.
static void find(cle_editor *editor, int start, int step, bool is_next) {
    editor->search_failed = false;
    if (editor->search_count == 0) return;
    wchar_t wanted[CLE_SEARCH_CAPACITY + 1] = {0};
    for (size_t i = 0; i < editor->search_count; i++) wanted[i] = (wchar_t)towlower((wint_t)editor->search_text[i]);

    char *shown = NULL;
    if (is_next) {
        const LineInfoW *line = el_wline(editor->el);
        shown = cle_encode(line->buffer, (size_t)(line->lastchar - line->buffer));
    }
    int found = -1;
    size_t place = 0;
    HistEvent event;
    int index = 0;
    for (int more = history(editor->history, &event, H_FIRST); more >= 0;
         more = history(editor->history, &event, H_NEXT), index++) {
        if (step > 0 ? index < start : index > start) continue;
        if (shown != NULL && strcmp(shown, event.str) == 0) continue;
        wchar_t *entry = folded(event.str, NULL);
        wchar_t *match = entry == NULL ? NULL : wcsstr(entry, wanted);
        if (match != NULL) {
            found = index;
            place = (size_t)(match - entry);
        }
        free(entry);
        if (found >= 0 && step > 0) break;
    }
    free(shown);
    if (found < 0) {
        editor->search_failed = true;
        return;
    }
    editor->search_index = found;
    index = 0;
    for (int more = history(editor->history, &event, H_FIRST); more >= 0;
         more = history(editor->history, &event, H_NEXT), index++) {
        if (index < found) continue;
        size_t count = 0;
        wchar_t *entry = cle_decode(event.str, strlen(event.str), &count);
        if (entry != NULL) cle_replace_line(editor, entry, count, place);
        free(entry);
        return;
    }
}

static void leave(cle_editor *editor) {
    editor->searches = false;
    free(editor->before_search.text);
    editor->before_search = (cle_snapshot){0};
}

unsigned char cle_function_search(EditLine *el, int key) {
    (void)key;
    cle_editor *editor = cle_editor_of(el);
    if (!cle_take_snapshot(editor, &editor->before_search)) return CC_ERROR;
    editor->searches = true;
    editor->search_failed = false;
    editor->search_count = 0;
    editor->search_index = 0;
    show_prompt(editor);
    return CC_REFRESH;
}

unsigned char cle_function_search_step(EditLine *el, int key) {
    (void)key;
    cle_editor *editor = cle_editor_of(el);
    if (!editor->searches) return CC_NORM;
    wint_t typed = editor->search_key;
    if (typed == WEOF || typed == L'\r' || typed == L'\n') {
        leave(editor);
        return CC_REFRESH;
    }
    if (typed == (wint_t)control('G') || typed == 0x1B) {
        cle_snapshot *before = &editor->before_search;
        cle_replace_line(editor, before->text, before->count, before->cursor);
        leave(editor);
        return CC_REFRESH;
    }
    if (typed == (wint_t)control('R')) {
        find(editor, editor->search_index + 1, 1, true);
    } else if (typed == (wint_t)control('S')) {
        find(editor, editor->search_index - 1, -1, true);
    } else if (typed == 0x7F || typed == (wint_t)control('H')) {
        if (editor->search_count > 0) editor->search_count--;
        find(editor, 0, 1, false);
    } else if (typed == (wint_t)control('U')) {
        editor->search_count = 0;
        editor->search_failed = false;
        editor->search_index = 0;
    } else if (editor->search_count < CLE_SEARCH_CAPACITY - 1) {
        editor->search_text[editor->search_count++] = (wchar_t)typed;
        find(editor, editor->search_index, 1, false);
    }
    show_prompt(editor);
    return editor->search_failed ? CC_REFRESH_BEEP : CC_REFRESH;
}
