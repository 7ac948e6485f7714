/* census: a corpus as counts: how many records of each cell (measure/cells.h) each of its groups has.
 *
 * Where records come in clusters, counts stand apart for each bucket of clusters: a cluster's bucket is its name's hash
 * modulo CENSUS_BUCKETS, so that a bootstrap over a million articles draws 256 numbers. To draw buckets in place of
 * clusters leaves the expected variance as it is, and estimates it from so many differences (random groups: Wolter,
 * Introduction to Variance Estimation, 2007, chapter 2). Two clusters of few may share a bucket and count as one.
 *
 * Owns     its tables, until census_free.
 * Threads  one at a time: records come in the corpus's order. After census_sort it is read-only.
 * Errors   ERR_MEMORY.
 * Cost     two look-ups a record. Memory: 80 bytes and its key for each group; 96 bytes for each group, bucket and cell
 *          that occur together, whatever the number of records.
 */
#ifndef SLANT_MEASURE_CENSUS_H
#define SLANT_MEASURE_CENSUS_H

#include "feature/wordmap.h"
#include "measure/shares.h"

enum { CENSUS_BUCKETS = 256 };

typedef struct census_group {
    str key;           /* the caller's name for it */
    uint64_t records;
    shares_part *part; /* [n_parts] by cluster, then cell; after census_sort */
    size_t n_parts;
} census_group;

typedef struct census_entry {
    uint32_t group;
    shares_part part;
} census_entry;

typedef struct census {
    wordmap names, keys;
    census_group *group; /* [n_groups] in the order of their first records; by key after census_sort */
    census_entry *entry; /* [n]                                                                     */
    shares_part *part;   /* [n]                                                                     */
    size_t n_groups, cap_groups, n, cap;
    arena strings;
} census;

bool census_init(census *c, err *e);
void census_free(census *c);

/* A record of a group. cluster: p NULL where there are no clusters. */
bool census_add(census *c, str group, str cluster, uint32_t cell, err *e);

/* Sorts groups by key, bytewise, and lays out their parts. Nothing is added after it. */
bool census_sort(census *c, err *e);

#endif
