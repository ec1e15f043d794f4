import { describe, expect, it } from 'vitest';
import { wordsOf } from './words-of.js';

describe('a Makefile', () => {
  it.each<readonly [string, string, readonly string[]]>([
    ['an assignment', 'list-y := a.o b.o', ['a.o', 'b.o']],
    ['+=', 'list-y := a.o\nlist-y += b.o', ['a.o', 'b.o']],
    ['a later assignment', 'list-y := a.o\nlist-y := b.o', ['b.o']],
    ['?= of what is set', 'list-y := a.o\nlist-y ?= b.o', ['a.o']],
    ['?= of what is not', 'list-y ?= b.o', ['b.o']],
    ['a continuation', 'list-y := a.o \\\n\tb.o', ['a.o', 'b.o']],
    ['a comment', 'list-y := a.o # b.o\n# list-y := c.o', ['a.o']],
    ['a name with a symbol', 'list-$(CONFIG_X) += a.o', ['a.o if X=y']],
    ['the same of m', 'list-$(CONFIG_X:m=y) += a.o', ['a.o if X']],
    ['ifdef', 'ifdef CONFIG_X\nlist-y += a.o\nelse\nlist-y += b.o\nendif', ['a.o if X', 'b.o if !X']],
    ['ifndef', 'ifndef CONFIG_X\nlist-y += a.o\nendif', ['a.o if !X']],
    ['ifeq', 'ifeq ($(CONFIG_X),y)\nlist-y += a.o\nendif', ['a.o if X=y']],
    ['ifeq in quotes', 'ifeq "$(CONFIG_X)" "m"\nlist-y += a.o\nendif', ['a.o if X=m']],
    ['ifneq of nothing', 'ifneq ($(CONFIG_X),)\nlist-y += a.o\nendif', ['a.o if X']],
    ['ifeq of two symbols', 'ifeq ($(CONFIG_X)$(CONFIG_Y),yy)\nlist-y += a.o\nendif', ['a.o if X=y && Y=y']],
    [
      'else ifeq',
      'ifdef CONFIG_X\nlist-y += a.o\nelse ifdef CONFIG_Y\nlist-y += b.o\nelse\nlist-y += c.o\nendif',
      ['a.o if X', 'b.o if !X && Y', 'c.o if !X && !Y'],
    ],
    [
      'nested',
      'ifdef CONFIG_X\nifdef CONFIG_Y\nlist-y += a.o\nendif\nlist-y += b.o\nendif',
      ['a.o if X && Y', 'b.o if X'],
    ],
    [
      'an assignment under a condition',
      'list-y := a.o\nifdef CONFIG_X\nlist-y := b.o\nendif',
      ['a.o if !X', 'b.o if X'],
    ],
    ['a variable', 'dir := lib\nlist-y := $(dir)/a.o', ['lib/a.o']],
    // biome-ignore lint/suspicious/noTemplateCurlyInString: make's own braces
    ['braces', 'dir := lib\nlist-y := ${dir}/a.o', ['lib/a.o']],
    ['a recursive variable', 'list-y = $(later)\nlater := a.o', ['a.o']],
    ['a simple variable', 'list-y := $(later)\nlater := a.o', []],
    ['a variable that names itself', 'list-y = $(list-y) a.o', ['a.o']],
    ['a list sticks to a text', 'names := a b\nlist-y := $(names).o', ['a.o', 'b.o']],
    [
      'eval of a defined text for each of some words',
      'in-$(CONFIG_X) += a.o b.o\ndefine ADD\nlist-$(2) += p-$(1).o\nendef\n$(foreach t,$(basename $(in-y)),$(eval $(call ADD,$(t),y)))\n',
      ['p-a.o if X=y', 'p-b.o if X=y'],
    ],
    [
      'eval of a text',
      '$(foreach t,a b,$(eval list-y += $(t).o $$(later)))\nlater := c.o',
      ['a.o', 'c.o', 'b.o'],
    ],
    ['a computed name', 'which := one\none := a.o\nlist-y := $($(which))', ['a.o']],
    ['a dollar', 'list-y := a$$b', ['a$b']],
    ['patsubst', 'list-y := $(patsubst %.c,%.o,a.c b.c d.h)', ['a.o', 'b.o', 'd.h']],
    ['subst', 'list-y := $(subst x,y,axb)', ['ayb']],
    ['a suffix substitution', 'src := a.c b.c\nlist-y := $(src:.c=.o)', ['a.o', 'b.o']],
    ['filter', 'list-y := $(filter %.o,a.o b.c)', ['a.o']],
    ['filter-out', 'list-y := $(filter-out a%,a.o b.o)', ['b.o']],
    ['filter by a symbol', 'list-y := $(if $(filter y m,$(CONFIG_X)),a.o)', ['a.o if X']],
    ['addprefix', 'list-y := $(addprefix lib/,a.o b.o)', ['lib/a.o', 'lib/b.o']],
    ['addsuffix', 'list-y := $(addsuffix .o,a b)', ['a.o', 'b.o']],
    ['foreach', 'list-y := $(foreach n,a b,$(n).o)', ['a.o', 'b.o']],
    ['call', 'object = lib/$(1).o\nlist-y := $(call object,a)', ['lib/a.o']],
    ['if', 'list-y := $(if $(CONFIG_X),a.o,b.o)', ['a.o if X', 'b.o if !X']],
    ['or', 'list-y := $(or $(CONFIG_X:m=y),n)', ['y if X', 'n if !X']],
    ['and', 'list-y := $(if $(and $(CONFIG_X),$(CONFIG_Y)),a.o)', ['a.o if X && Y']],
    [
      'notdir, dir and basename',
      'list-y := $(notdir x/a.o) $(dir x/a.o) $(basename a.o)',
      ['a.o', 'x/', 'a'],
    ],
    ['firstword and lastword', 'list-y := $(firstword a b c) $(lastword a b c)', ['a', 'c']],
    ['wildcard', 'list-y := $(wildcard here gone)', ['here']],
    ['shell gives nothing', 'list-y := $(shell ls) a.o', ['a.o']],
    ['include', 'include $(srctree)/lib/one.mk\nlist-y += two.o', ['one.o', 'two.o']],
    ['include under a condition', 'ifdef CONFIG_X\ninclude $(srctree)/lib/one.mk\nendif', ['one.o if X']],
    ['-include of what is not there', '-include nowhere\nlist-y := a.o', ['a.o']],
    ['define is left out', 'define rule\nlist-y := a.o\nendef\nlist-y += b.o', ['b.o']],
    ['recipes are left out', 'target: list\n\tlist-y := a.o\nlist-y += b.o', ['b.o']],
    ['tabs before an assignment', 'ifdef CONFIG_X\n\tlist-y += a.o\nendif', ['a.o if X']],
    ['export and override', 'export list-y := a.o\noverride list-y += b.o', ['a.o', 'b.o']],
    ['endif too many', 'endif\nlist-y := a.o', ['a.o']],
    ['a bracket that is not closed', 'list-y := $(a b.o', []],
    ['windows line ends', 'ifdef CONFIG_X\r\nlist-y += a.o\r\nendif\r\n', ['a.o if X']],
  ])('%s', (_, text, words) => {
    expect(wordsOf(text)).toEqual(words);
  });

  it('that includes itself ends', () => {
    expect(new Set(wordsOf('include loop.mk'))).toEqual(new Set(['once.o']));
  });

  it('keeps what it cannot compare open', () => {
    const many = Array.from({ length: 12 }, (_, i) => `$(CONFIG_X${i})`).join(' ');
    expect(wordsOf(`ifeq (${many},y)\nlist-y += a.o\nendif`)).toEqual(['a.o']);
  });
});
