// The search for users that all inspectors of one run share: what it reads for one question serves the next.
import { GitWordSearch } from '../../../git/word-search.js';
import { UserSearch } from '../../../user/user-search.js';
import type { InspectorSetting } from '../inspector.js';

const searches = new WeakMap<InspectorSetting, UserSearch>();

/** Who uses a symbol, anywhere in a state's tree. Nothing is read before it is asked. */
export const usersFor = (setting: InspectorSetting): UserSearch => {
  let search = searches.get(setting);
  if (search === undefined) {
    const { repository, query } = setting;
    search = new UserSearch(repository.reader, new GitWordSearch(repository), query);
    searches.set(setting, search);
  }
  return search;
};
