/*
 * press.c - the smallest press in the night library.
 *
 * Reads a text and writes it again in shorthand: either a letter as it is, or "as
 * before", with how far back and how long. Not fast and not strong; it is here so that
 * there is something to read beside the story.
 */
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>

enum { WINDOW = 4096, SHORTEST = 4, LONGEST = 273 };

struct match {
	size_t back;	/* letters between the match and here */
	size_t length;	/* letters that agree; 0 when nothing does */
};

/* How many letters agree, at most LONGEST and never past the end. */
static size_t agree(const uint8_t *a, const uint8_t *b, const uint8_t *end)
{
	size_t n = 0;

	while (n < LONGEST && b + n < end && a[n] == b[n])
		n++;
	return n;
}

/* The longest earlier stretch inside the window that reads the same as what comes now. */
static struct match look_back(const uint8_t *text, size_t here, size_t size)
{
	struct match best = { 0, 0 };
	size_t first = here > WINDOW ? here - WINDOW : 0;

	for (size_t there = first; there < here; there++) {
		size_t n = agree(text + there, text + here, text + size);

		if (n >= SHORTEST && n >= best.length) {
			best.length = n;
			best.back = here - there;
		}
	}
	return best;
}

/* Writes one text in shorthand; returns how many letters were taken from before. */
size_t press(const uint8_t *text, size_t size, FILE *out)
{
	size_t borrowed = 0;

	for (size_t here = 0; here < size;) {
		struct match m = look_back(text, here, size);

		if (m.length) {
			fprintf(out, "(%zu back, %zu long)", m.back, m.length);
			borrowed += m.length;
			here += m.length;
		} else {
			fputc(text[here++], out);
		}
	}
	return borrowed;
}
