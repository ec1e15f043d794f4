// Threads by message-id (RFC 5322, 3.6.4: In-Reply-To and References).

/** All messages above one, the first of the thread first; a circle is walked once. */
export const ancestorsOf = (
  messageId: string | undefined,
  parentOf: (id: string) => string | undefined,
): readonly string[] => {
  const above: string[] = [];
  const seen = new Set<string | undefined>([messageId]);
  let id = messageId === undefined ? undefined : parentOf(messageId);
  while (id !== undefined && !seen.has(id)) {
    seen.add(id);
    above.push(id);
    id = parentOf(id);
  }
  return above.reverse();
};
