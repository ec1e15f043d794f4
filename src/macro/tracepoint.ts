// Tracepoints: TRACE_EVENT(x) makes an inline trace_x() that names the symbols of the tracepoint
// (include/linux/tracepoint.h, __DECLARE_TRACE). The names exist only after five levels of pasting and a second reading of
// the header, so they are known here by their form.

export interface Implied {
  readonly symbol: string;
  /** CONFIG symbols that must be y, after `!` those that must not. */
  readonly config: readonly string[];
}

const CALLING: readonly ((event: string) => Implied)[] = [
  (event) => ({ symbol: `__tracepoint_${event}`, config: ['TRACEPOINTS'] }),
  (event) => ({ symbol: `__SCT__tp_func_${event}`, config: ['TRACEPOINTS', 'HAVE_STATIC_CALL'] }),
  (event) => ({ symbol: `__SCK__tp_func_${event}`, config: ['TRACEPOINTS', 'HAVE_STATIC_CALL_INLINE'] }),
  (event) => ({ symbol: `__traceiter_${event}`, config: ['TRACEPOINTS', '!HAVE_STATIC_CALL'] }),
];
const ASKING = CALLING.slice(0, 1);

const FORMS: readonly { readonly form: RegExp; readonly implies: typeof CALLING }[] = [
  { form: /^trace_(\w+)_enabled$/, implies: ASKING },
  { form: /^(?:un)?register_trace_(?:prio_)?(\w+)$/, implies: ASKING },
  { form: /^trace_call__(\w+)$/, implies: CALLING },
  { form: /^trace_(\w+)_rcuidle$/, implies: CALLING },
  { form: /^trace_(\w+)$/, implies: CALLING },
];

/** The symbols that a call of this name needs if it is a tracepoint's; all forms that fit are tried. */
export const impliedByName = (name: string): readonly Implied[] =>
  FORMS.flatMap(({ form, implies }) => {
    const event = form.exec(name)?.[1];
    return event === undefined ? [] : implies.map((imply) => imply(event));
  });

/**
 * What the inline of a tracepoint is made of besides: preemption is off while probes run, and the condition of all tracepoints that have
 * none of their own (include/linux/tracepoint.h, DECLARE_TRACE).
 */
export const CALLED_BY_TRACEPOINTS: readonly string[] = [
  'preempt_disable_notrace',
  'preempt_enable_notrace',
  'cpu_online',
  'raw_smp_processor_id',
];

/** What the names of all calls of tracepoints begin with. */
export const TRACEPOINT_PREFIX = 'trace_';

/** Whether a call of this name calls the probes of a tracepoint, if it is one's. */
export const callsTracepoint = (name: string): boolean => /^trace_(?!\w+_enabled$)\w/.test(name);

/** The names that can imply a symbol. */
export const impliersOf = (symbol: string): readonly string[] => {
  const event = /^__(?:tracepoint|SCT__tp_func|SCK__tp_func|traceiter)_(\w+)$/.exec(symbol)?.[1];
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

/** Whether names that a macro makes are those of tracing: what they come to is known by their form. */
export const isOfTracing = (names: Iterable<string>): boolean => {
  for (const name of names) if (/^(?:__tracepoint|trace_event)_/.test(name)) return true;
  return false;
};
