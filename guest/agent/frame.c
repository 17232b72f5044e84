#include "frame.h"
#include "wire.h"

#include <string.h>

static const uint8_t magic[4] = { 0xf5, 'S', 'M', 'V' };

/* Fletcher-16 over the header without the check itself. Payloads are not summed: the port loses nothing, and a sum would cost. */
static uint16_t check(const uint8_t *header)
{
    uint32_t a = 0, b = 0;
    for (int i = 0; i < WIRE_HEADER; i++) {
        if (i == 6 || i == 7)
            continue;
        a += header[i];
        b += a;
    }
    return (uint16_t)(a % 255 | (b % 255) << 8);
}

static bool valid(const uint8_t *header)
{
    return memcmp(header, magic, sizeof magic) == 0 && get16(header + 6) == check(header) && get32(header + 12) <= WIRE_PAYLOAD;
}

static bool may_begin(const uint8_t *bytes, size_t count)
{
    if (count >= WIRE_HEADER)
        return valid(bytes);
    return memcmp(bytes, magic, count < sizeof magic ? count : sizeof magic) == 0;
}

size_t frame_garbage(const uint8_t *bytes, size_t count)
{
    size_t at = 0;
    while (at < count && !may_begin(bytes + at, count - at)) {
        const uint8_t *next = memchr(bytes + at + 1, magic[0], count - at - 1);
        at = next ? (size_t)(next - bytes) : count;
    }
    return at;
}

bool frame_parse(const uint8_t *bytes, size_t count, struct frame *frame)
{
    if (count < WIRE_HEADER || !valid(bytes))
        return false;
    uint32_t length = get32(bytes + 12);
    if (count - WIRE_HEADER < length)
        return false;
    *frame = (struct frame){ bytes[4], bytes[5], get32(bytes + 8), length, bytes + WIRE_HEADER };
    return true;
}

void frame_header(uint8_t *bytes, uint8_t op, uint8_t flags, uint32_t stream, uint32_t length)
{
    memcpy(bytes, magic, sizeof magic);
    bytes[4] = op;
    bytes[5] = flags;
    put32(bytes + 8, stream);
    put32(bytes + 12, length);
    put16(bytes + 6, check(bytes));
}
