#include "CChecksum.h"
#include <string.h>
#if defined(__x86_64__)
#include <wmmintrin.h>
#endif

static uint32_t table[8][256];

// Runs before main, so that no lock is needed later. 8 tables let the loop below take eight bytes a turn
// ("slicing by 8", Kounavis and Berry, 2005).
__attribute__((constructor)) static void fill_tables(void) {
    for (uint32_t value = 0; value < 256; value++) {
        uint32_t crc = value;
        for (int bit = 0; bit < 8; bit++) crc = (crc >> 1) ^ (0x82F63B78u & (0u - (crc & 1u)));
        table[0][value] = crc;
    }
    for (uint32_t value = 0; value < 256; value++)
        for (int slice = 1; slice < 8; slice++)
            table[slice][value] = (table[slice - 1][value] >> 8) ^ table[0][table[slice - 1][value] & 0xFF];
}

uint32_t quoth_crc32c_portable(uint32_t crc, const void *bytes, size_t length) {
    const uint8_t *at = bytes;
    crc = ~crc;
    for (; length >= 8; at += 8, length -= 8) {
        uint32_t low, high;
        memcpy(&low, at, 4);
        memcpy(&high, at + 4, 4);
#if __BYTE_ORDER__ == __ORDER_BIG_ENDIAN__
        low = __builtin_bswap32(low);
        high = __builtin_bswap32(high);
#endif
        low ^= crc;
        crc = table[7][low & 0xFF] ^ table[6][(low >> 8) & 0xFF] ^ table[5][(low >> 16) & 0xFF] ^ table[4][low >> 24]
            ^ table[3][high & 0xFF] ^ table[2][(high >> 8) & 0xFF] ^ table[1][(high >> 16) & 0xFF] ^ table[0][high >> 24];
    }
    while (length--) crc = (crc >> 8) ^ table[0][(crc ^ *at++) & 0xFF];
    return ~crc;
}

#if defined(__x86_64__)
// The instruction takes one cycle to begin and three to end. So three streams go side by side, each of this many bytes, a multiple of 8;
// four rounds are nearly a chunk of an index file.
enum { STREAM = 1360 };

// x^(8n - 33) modulo the polynomial, lowest power first: multiplied by it, a checksum becomes that of the same bytes and n zeros behind them,
// once the instruction has reduced the product (Gopal and others, "Fast CRC computation for generic polynomials using PCLMULQDQ", 2009).
static const uint32_t PAST_ONE_STREAM = 0x3F70CC6F, PAST_TWO_STREAMS = 0x5AA1F3CF;

__attribute__((target("sse4.2,pclmul"))) static uint32_t shifted(uint64_t sum, uint32_t power) {
    __m128i product = _mm_clmulepi64_si128(_mm_cvtsi64_si128((int64_t)sum), _mm_cvtsi64_si128(power), 0);
    return (uint32_t)__builtin_ia32_crc32di(0, (uint64_t)_mm_cvtsi128_si64(product));
}

static inline uint64_t word_at(const uint8_t *at) {
    uint64_t word;
    memcpy(&word, at, 8);
    return word;
}

__attribute__((target("sse4.2,pclmul"))) static uint32_t crc32c_sse42(uint32_t crc, const uint8_t *at, size_t length) {
    uint64_t sum = (uint32_t)~crc;
    for (; length >= 3 * STREAM; at += 3 * STREAM, length -= 3 * STREAM) {
        uint64_t second = 0, third = 0;
        for (size_t offset = 0; offset < STREAM; offset += 8) {
            sum = __builtin_ia32_crc32di(sum, word_at(at + offset));
            second = __builtin_ia32_crc32di(second, word_at(at + STREAM + offset));
            third = __builtin_ia32_crc32di(third, word_at(at + 2 * STREAM + offset));
        }
        sum = shifted(sum, PAST_TWO_STREAMS) ^ shifted(second, PAST_ONE_STREAM) ^ third;
    }
    for (; length >= 8; at += 8, length -= 8) sum = __builtin_ia32_crc32di(sum, word_at(at));
    uint32_t rest = (uint32_t)sum;
    while (length--) rest = __builtin_ia32_crc32qi(rest, *at++);
    return ~rest;
}
#endif

uint32_t quoth_crc32c(uint32_t crc, const void *bytes, size_t length) {
#if defined(__x86_64__)
    if (__builtin_cpu_supports("sse4.2") && __builtin_cpu_supports("pclmul")) return crc32c_sse42(crc, bytes, length);
#endif
    return quoth_crc32c_portable(crc, bytes, length);
}
