// Tracepoints: TRACE_EVENT(x) makes an inline function trace_x() that refers to the symbols of the tracepoint
// (include/linux/tracepoint.h, __DECLARE_TRACE). That takes five levels of pasting and a second inclusion of the header, so
// the names are recognised by their form instead.

/** A symbol that a call of a tracepoint's function needs. */
export interface Implied {
  readonly symbol: string;
  /** CONFIG symbols that must be y, or with a leading `!` must not. */
  readonly config: readonly string[];
}

const CALL_NEEDS: readonly ((event: string) => Implied)[] = [
  (event) => ({ symbol: `__tracepoint_${event}`, config: ['TRACEPOINTS'] }),
  (event) => ({ symbol: `__SCT__tp_func_${event}`, config: ['TRACEPOINTS', 'HAVE_STATIC_CALL'] }),
  (event) => ({ symbol: `__SCK__tp_func_${event}`, config: ['TRACEPOINTS', 'HAVE_STATIC_CALL_INLINE'] }),
  (event) => ({ symbol: `__traceiter_${event}`, config: ['TRACEPOINTS', '!HAVE_STATIC_CALL'] }),
];
const TEST_NEEDS = CALL_NEEDS.slice(0, 1);

const FORMS: readonly { readonly form: RegExp; readonly implies: typeof CALL_NEEDS }[] = [
  { form: /^trace_(\w+)_enabled$/, implies: TEST_NEEDS },
  { form: /^(?:un)?register_trace_(?:prio_)?(\w+)$/, implies: TEST_NEEDS },
  { form: /^trace_call__(\w+)$/, implies: CALL_NEEDS },
  { form: /^trace_(\w+)_rcuidle$/, implies: CALL_NEEDS },
  { form: /^trace_(\w+)$/, implies: CALL_NEEDS },
];

/** The symbols that a call of this name needs if it is a tracepoint's function; a name can fit several forms. */
export const impliedByName = (name: string): readonly Implied[] =>
  FORMS.flatMap(({ form, implies }) => {
    const event = form.exec(name)?.[1];
    return event === undefined ? [] : implies.map((imply) => imply(event));
  });

/**
 * The functions that every trace_x() calls: it disables preemption while probes run, and checks the default condition of
 * tracepoints (include/linux/tracepoint.h, DECLARE_TRACE).
 */
export const CALLED_BY_TRACEPOINTS: readonly string[] = [
  'preempt_disable_notrace',
  'preempt_enable_notrace',
  'cpu_online',
  'raw_smp_processor_id',
];

/** The prefix of every function that calls a tracepoint. */
export const TRACEPOINT_PREFIX = 'trace_';

/** Whether a name has the form of a function that calls the probes of a tracepoint. */
export const callsTracepoint = (name: string): boolean => /^trace_(?!\w+_enabled$)\w/.test(name);

/** The event of a symbol that a tracepoint makes; undefined for other symbols. */
export const eventOf = (symbol: string): string | undefined =>
  /^__(?:tracepoint|SCT__tp_func|SCK__tp_func|traceiter)_(\w+)$/.exec(symbol)?.[1];

/** The symbols of an event, all of which EXPORT_TRACEPOINT_SYMBOL exports. */
export const symbolsOfEvent = (event: string): readonly string[] =>
  CALL_NEEDS.map((need) => need(event).symbol);

/** The functions of tracepoints that need a symbol: the inverse of `impliedByName`. */
export const impliersOf = (symbol: string): readonly string[] => {
  const event = eventOf(symbol);
  if (event === undefined) return [];
  return [
    `trace_${event}`,
    `trace_${event}_enabled`,
    `trace_${event}_rcuidle`,
    `trace_call__${event}`,
    `register_trace_${event}`,
    `unregister_trace_${event}`,
    `register_trace_prio_${event}`,
  ];
};

/** Whether a macro makes names of a tracepoint, which this file recognises by their form. */
export const isOfTracing = (names: Iterable<string>): boolean => {
  for (const name of names) if (/^(?:__tracepoint|trace_event)_/.test(name)) return true;
  return false;
};
