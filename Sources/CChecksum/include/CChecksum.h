#pragma once
#include <stddef.h>
#include <stdint.h>

/// CRC-32C (Castagnoli polynomial, reflected 0x82F63B78) of `length` bytes, continuing from `crc`; start with 0.
/// Uses the processor's own instruction where it has one.
uint32_t quoth_crc32c(uint32_t crc, const void *bytes, size_t length);

/// The same value by table look-up alone: the fallback, and the reference for tests.
uint32_t quoth_crc32c_portable(uint32_t crc, const void *bytes, size_t length);
