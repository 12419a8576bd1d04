#pragma once
#include <stddef.h>
/* Of jemalloc.h, which declares malloc and free too, this alone is called. */
int mallctl(const char *name, void *old_value, size_t *old_size, void *new_value, size_t new_size);
