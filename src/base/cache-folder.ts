// Where programs keep what can be made again (XDG Base Directory Specification, XDG_CACHE_HOME).

/** This program's folder among the user's caches; undefined where the user has none. */
export const cacheFolderOf = (
  environment: Readonly<Record<string, string | undefined>>,
): string | undefined => {
  const { XDG_CACHE_HOME: xdg, HOME: home } = environment;
  // By the specification, ignore a path that is not absolute.
  const caches = xdg?.startsWith('/') ? xdg : home ? `${home}/.cache` : undefined;
  return caches === undefined ? undefined : `${caches}/kvm-vfio-series`;
};
