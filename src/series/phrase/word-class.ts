// The classes of words that phrase rules name with `@`: one row a class. Words are in the form of `sentence.ts`.

const set = (words: string): ((word: string) => boolean) => {
  const known = new Set(words.split(/\s+/));
  return (word) => known.has(word);
};
const like =
  (pattern: RegExp): ((word: string) => boolean) =>
  (word) =>
    pattern.test(word);

/** Whether a word belongs to a class. */
export const WORD_CLASSES: Readonly<Record<string, (word: string) => boolean>> = {
  /** A review tag, by its name or by what people call it. */
  tag: like(
    /^(?!not-|na?c?k)(?:[a-z]+(?:-and-[a-z]+)*-by|(?:r|a|t|s-o)-?by?|[rat]-b|rb|ab|tb|rvb|rbs|r-bs|tags?|acks?|acked|reviewed|tested|review|approval|endorsement|sign-off)(?:'s)?$/,
  ),
  /** A NAK as a noun or a verb. The Linux word `naked` is none. */
  nak: like(/^nac?k(?:s|ing|'d)?$|^nacked$/),
  /** The names of trailers that object. */
  nakBy: like(/^na(?:c)?k(?:ed)?-by$|^not-(?:acked|reviewed)-by$/),
  objection: set('nak nack naks nacks objection objections veto concern concerns -1'),
  i: set('i we'),
  me: set('me us myself'),
  my: set('my our'),
  /** What a reviewer calls the patch as a whole. */
  this: set('this these it that those'),
  patch: set(
    'patch patches series patchset set version one revision posting v2 v3 v4 v5 v6 v7 v8 v9 patchwork mail thing',
  ),
  not: set('not no never without nor neither hardly isn aint'),
  done: set(
    'fixed addressed changed resolved corrected updated removed added dropped done applied squashed folded clarified renamed reworded adjusted sorted cleaned split moved replaced documented handled squashed-in fixed-up',
  ),
  fix: set(
    'fix address change resolve correct update remove add drop rename reword adjust clarify squash fold move replace do split document handle',
  ),
  fixing: like(
    /^(?:fix|address|chang|resolv|correct|updat|remov|add|dropp|renam|reword|adjust|clarify|squash|fold|mov|replac|splitt|document|handl)ing$/,
  ),
  /** What somebody does to a series that is taken. */
  take: set(
    'apply merge pull queue pick take commit accept applying merging pulling queueing queuing picking taking accepting',
  ),
  substitution: like(/^s\/[^/]+\/[^/]*$/),
  number: like(/^#?\d+(?:\/\d+)?$/),
  revision: like(/^v\d+$/),
};
