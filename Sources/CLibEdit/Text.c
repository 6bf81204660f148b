#include "Internal.h"

#include <stdlib.h>
#include <string.h>

static const wchar_t replacement = 0xFFFD;

size_t cle_decode_one(const unsigned char *bytes, size_t count, wchar_t *character) {
    unsigned char first = bytes[0];
    if (first < 0x80) {
        *character = first;
        return 1;
    }
    size_t length = first >= 0xF0 ? 4 : first >= 0xE0 ? 3 : 2;
    uint32_t value = first & (0x7F >> length);
    *character = replacement;
    if (first < 0xC2 || first > 0xF4) return 1;
    for (size_t i = 1; i < length; i++) {
        if (i >= count || (bytes[i] & 0xC0) != 0x80) return i;
        value = value << 6 | (bytes[i] & 0x3F);
    }
    bool overlong = (length == 3 && value < 0x800) || (length == 4 && value < 0x10000);
    bool surrogate = value >= 0xD800 && value <= 0xDFFF;
    if (!overlong && !surrogate && value <= 0x10FFFF) *character = (wchar_t)value;
    return length;
}

wchar_t *cle_decode(const char *bytes, size_t count, size_t *character_count) {
    wchar_t *text = calloc(count + 1, sizeof *text);
    if (text == NULL) return NULL;
    size_t used = 0, made = 0;
    while (used < count) {
        used += cle_decode_one((const unsigned char *)bytes + used, count - used, &text[made]);
        made++;
    }
    if (character_count != NULL) *character_count = made;
    return text;
}

size_t cle_utf8_length(wchar_t character) {
    uint32_t value = (uint32_t)character;
    return value < 0x80 ? 1 : value < 0x800 ? 2 : value < 0x10000 ? 3 : 4;
}

char *cle_encode(const wchar_t *text, size_t count) {
    char *bytes = malloc(count * 4 + 1);
    if (bytes == NULL) return NULL;
    char *end = bytes;
    for (size_t i = 0; i < count; i++) {
        uint32_t value = (uint32_t)text[i];
        size_t length = cle_utf8_length(text[i]);
        if (length == 1) {
            *end++ = (char)value;
            continue;
        }
        static const unsigned char lead[] = {0, 0, 0xC0, 0xE0, 0xF0};
        *end++ = (char)(lead[length] | value >> 6 * (length - 1));
        for (size_t rest = length - 1; rest > 0; rest--) *end++ = (char)(0x80 | (value >> 6 * (rest - 1) & 0x3F));
    }
    *end = '\0';
    return bytes;
}

bool cle_is_text(wchar_t character) { return character >= 0x20 && (character < 0x7F || character > 0x9F); }

int cle_width(const char *text) {
    size_t count = strlen(text), used = 0;
    int width = 0;
    while (used < count) {
        wchar_t character;
        used += cle_decode_one((const unsigned char *)text + used, count - used, &character);
        int columns = wcwidth(character);
        // What the C library does not know, terminals show in one column.
        width += columns < 0 ? 1 : columns;
    }
    return width;
}
