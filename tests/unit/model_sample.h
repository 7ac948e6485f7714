/* Small models for the tests of model/: linear with two labels, several labels a record, a kernel, probabilities
 * by knots, and an answer that may be unsure. */
#ifndef TESTS_UNIT_MODEL_SAMPLE_H
#define TESTS_UNIT_MODEL_SAMPLE_H

#include "model/model.h"

enum sample_kind { SAMPLE_LINEAR, SAMPLE_MULTI, SAMPLE_KERNEL, SAMPLE_KNOTS, SAMPLE_UNSURE, N_SAMPLES };

enum { SAMPLE_NAMES = 9 };

static const char *const sample_text[SAMPLE_NAMES] = {
    "the", "the old", "the older", " th", "the ", "\xc3\xa9t", "Xx", "\xe4\xb8\xad x.", "dd.d"};
static const uint8_t sample_block[SAMPLE_NAMES] = {BLOCK_WORD,  BLOCK_WORD, BLOCK_WORD,
                                                   BLOCK_CHAR,  BLOCK_CHAR, BLOCK_CHAR,
                                                   BLOCK_SHAPE, BLOCK_CHAR, BLOCK_SHAPE};

/* Fills m and name[SAMPLE_NAMES]; give m back with model_free. False when memory is out. */
static bool sample_model(enum sample_kind kind, model *m, model_name *name)
{
    static const double bias[3] = {0.25, -1, 3}, slope[3] = {-1.5, -1, -2}, shift[3] = {0, 0.5, -0.5};
    static const double at[6] = {-1, 0.5, 2, 0, -3, 4}, height[6] = {0.125, 0.5, 0.5, 0.25, 0.0625, 0.875};
    static const uint64_t begin[3] = {0, 2, 5}, end[3] = {3, 4, 6};
    static const float value[5] = {0.5f, 0.25f, 1, 2, -3}, coef[6] = {1, -1, 0.5f, -0.5f, 0.125f, 2};
    static const float square[16] = {2.5f, 0, 0.125f, 1e-9f, 1e9f};
    static const str labels[3] = {{"no", 2}, {"perhaps", 7}, {"yes", 3}};
    uint32_t width, slot_of[SAMPLE_NAMES];
    uint64_t key[SAMPLE_NAMES];
    float rows[SAMPLE_NAMES * 4];
    err e = {0};

    if (!model_init(m, &e))
        return false;
    m->task = STR("mood");
    m->K = kind == SAMPLE_LINEAR || kind == SAMPLE_UNSURE ? 2 : 3;
    m->L = kind == SAMPLE_LINEAR || kind == SAMPLE_UNSURE ? 1 : 3;
    m->multi_label = kind == SAMPLE_MULTI;
    m->separator = ';';
    m->label = ARENA_NEW(&m->owned->arena, 3, str);
    if (!m->label)
        return false;
    memcpy(m->label, labels, sizeof labels);
    m->plan = PLAN_DEFAULT;
    m->plan.shape = 1;
    m->bias = bias;
    m->card = STR("{\"task\":\"mood\"}\n");
    m->calibration =
        (calibration){.kind = kind == SAMPLE_KERNEL ? CALIBRATION_SOFTMAX : CALIBRATION_SIGMOID,
                      .slope = slope, .shift = shift};
    if (kind == SAMPLE_MULTI)
        m->calibration = (calibration){.kind = CALIBRATION_NONE};
    if (kind == SAMPLE_KNOTS)
        m->calibration =
            (calibration){.kind = CALIBRATION_KNOTS, .end = end, .at = at, .height = height};
    m->familiar = kind == SAMPLE_UNSURE ? 0.5 : 0;
    m->threshold = kind == SAMPLE_KNOTS || kind == SAMPLE_UNSURE ? 0.75 : 0;

    width = kind == SAMPLE_KERNEL ? 0 : m->L + 1;
    for (uint32_t i = 0; i < SAMPLE_NAMES; i++) {
        key[i] = hash_mix(i + 100);
        for (uint32_t l = 0; l < width; l++)
            rows[i * width + l] = l + 1 == width ? 2.5f : 0.5f - (float)(i * (l + 1)) / 8;
    }
    if (!table_build(key, rows, SAMPLE_NAMES, width, &m->table, slot_of, &e))
        return false;
    for (uint32_t i = 0; i < SAMPLE_NAMES; i++)
        name[i] = (model_name){slot_of[i], sample_block[i], {sample_text[i], strlen(sample_text[i])}};
    if (kind == SAMPLE_KERNEL) {
        uint32_t *slot = ARENA_NEW(&m->owned->arena, 5, uint32_t);

        if (!slot)
            return false;
        memcpy(slot, (uint32_t[]){1, 7, 0, 3, 15}, 5 * sizeof *slot);
        m->kernel = (kernel){KERNEL_POLY, 0.5, 1, 2, 2, begin, slot, value, coef, square};
    }
    return true;
}

#endif
