// The thread of the demo: a cover letter, three patches that each remove one edge, and what people said.
const AUTHOR = 'Nora Winter <nora@example.org>';
const COVER = '20260302090000.1-1-nora@example.org';
const patchId = (number) => `20260302090000.1-${number + 1}-nora@example.org`;
const SIGNED = `Signed-off-by: ${AUTHOR}\n`;

const TAKE_BEFORE = `	bool (*get_live)(struct kvm *kvm);
	void (*put)(struct kvm *kvm);

	if (!kvm)
		return;

	put = symbol_get(kvm_guest_put);
	if (!put)
		return;

	get_live = symbol_get(kvm_guest_get_live);
	if (!get_live) {
		symbol_put(kvm_guest_put);
		return;
	}

	if (get_live(kvm)) {
		device->put_kvm = put;
		device->kvm = kvm;
	} else {
		symbol_put(kvm_guest_put);
	}
	symbol_put(kvm_guest_get_live);
`;

const TAKE_AFTER_1 = `	bool (*get_live)(struct kvm *kvm);

	if (!kvm)
		return;

	if (!try_module_get(kvm_life(kvm)->owner))
		return;

	get_live = symbol_get(kvm_guest_get_live);
	if (get_live) {
		if (get_live(kvm))
			device->kvm = kvm;
		symbol_put(kvm_guest_get_live);
	}
	if (!device->kvm)
		module_put(kvm_life(kvm)->owner);
`;

const TAKE_AFTER_2 = `	if (!kvm)
		return;

	if (!try_module_get(kvm_life(kvm)->owner))
		return;

	if (kvm_life(kvm)->get_live(kvm))
		device->kvm = kvm;
	else
		module_put(kvm_life(kvm)->owner);
`;

const LIFE_1 = `/* How others keep a guest alive; stands first in struct kvm. */
struct kvm_life {
	struct module *owner;
	void (*put)(struct kvm *kvm);
};

static inline struct kvm_life *kvm_life(struct kvm *kvm)
{
	return (struct kvm_life *)kvm;
}
`;

const first = [
  ['include/linux/kvm_types.h', 'struct kvm;\n', `struct kvm;\nstruct module;\n\n${LIFE_1}`],
  [
    'include/linux/kvm_host.h',
    'struct kvm {\n	int users;\n	struct module *owner;\n',
    'struct kvm {\n	struct kvm_life life;\n	int users;\n',
  ],
  ['virt/kvm/kvm_main.c', 'struct module *owner = kvm->owner;', 'struct module *owner = kvm->life.owner;'],
  [
    'virt/kvm/kvm_main.c',
    '	kvm->owner = owner;\n',
    '	kvm->life.owner = owner;\n	kvm->life.put = kvm_guest_put;\n',
  ],
  ['virt/kvm/kvm_main.c', 'EXPORT_SYMBOL_GPL(kvm_guest_put);\n', ''],
  ['include/linux/vfio.h', '	void (*put_kvm)(struct kvm *kvm);\n', ''],
  ['drivers/vfio/vfio_main.c', TAKE_BEFORE, TAKE_AFTER_1],
  [
    'drivers/vfio/vfio_main.c',
    `	if (!device->kvm)
		return;

	device->put_kvm(device->kvm);
	device->put_kvm = NULL;
	device->kvm = NULL;
	symbol_put(kvm_guest_put);
`,
    `	struct module *owner;

	if (!device->kvm)
		return;

	owner = kvm_life(device->kvm)->owner;
	kvm_life(device->kvm)->put(device->kvm);
	device->kvm = NULL;
	module_put(owner);
`,
  ],
];

const second = [
  [
    'include/linux/kvm_types.h',
    '	struct module *owner;\n',
    '	struct module *owner;\n	bool (*get_live)(struct kvm *kvm);\n',
  ],
  [
    'virt/kvm/kvm_main.c',
    '	kvm->life.put = kvm_guest_put;\n',
    '	kvm->life.get_live = kvm_guest_get_live;\n	kvm->life.put = kvm_guest_put;\n',
  ],
  ['virt/kvm/kvm_main.c', 'EXPORT_SYMBOL_GPL(kvm_guest_get_live);\n', ''],
  ['drivers/vfio/vfio_main.c', TAKE_AFTER_1, TAKE_AFTER_2],
  [
    'drivers/vfio/vfio_main.c',
    '#if IS_ENABLED(CONFIG_KVM)\n#include <linux/kvm_host.h>\n#endif\n',
    '#include <linux/kvm_types.h>\n',
  ],
];

const third = [
  [
    'virt/kvm/vfio.c',
    `	bool (*coherent)(struct file *file);
	bool answer;

	coherent = symbol_get(vfio_file_coherent);
	if (!coherent)
		return false;

	answer = coherent(file);

	symbol_put(vfio_file_coherent);

	return answer;
`,
    '	return file->flags & FILE_COHERENT;\n',
  ],
  ['include/linux/vfio.h', 'bool vfio_file_coherent(struct file *file);\n', ''],
  [
    'drivers/vfio/vfio_main.c',
    `/* Whether the device behind the file always sees what the processor wrote. */
bool vfio_file_coherent(struct file *file)
{
	return vfio_file_is_ours(file) && (file->flags & FILE_COHERENT);
}
EXPORT_SYMBOL_GPL(vfio_file_coherent);

`,
    '',
  ],
];

const patch = (number, title, minute, body, edits) => ({
  from: AUTHOR,
  subject: `[PATCH ${number}/3] ${title}`,
  date: `Mon, 2 Mar 2026 09:0${minute}:00 +0000`,
  id: patchId(number),
  inReplyTo: COVER,
  references: [COVER],
  body: `${body}\n${SIGNED}`,
  edits,
});

const reply = (to, from, subject, date, id, body) => ({
  from,
  subject: `Re: ${subject}`,
  date,
  id,
  inReplyTo: to,
  references: to === COVER ? [COVER] : [COVER, to],
  body,
});

export const removal = {
  file: 'removal.mbox',
  mails: [
    {
      from: AUTHOR,
      subject: '[PATCH 0/3] KVM, vfio: hold a guest without looking up symbols',
      date: 'Mon, 2 Mar 2026 09:00:00 +0000',
      id: COVER,
      body: `vfio looks up two symbols of kvm by name, and kvm looks up three of vfio.
Neither module says so to the linker, and a kernel with two kinds of kvm
cannot know which one answers.

Patch 1 and 2 let a guest carry what keeps it alive, so that vfio needs
no symbol of kvm. Patch 3 begins with the other direction.

Nora Winter (3):
  vfio: let go of a guest through the guest
  vfio: take hold of a guest through the guest
  KVM: read coherence from the file

@STAT@

-- 
2.39.5
`,
    },
    patch(
      1,
      'vfio: let go of a guest through the guest',
      1,
      `symbol_get(kvm_guest_put) did two things: it found the function, and it
kept kvm.ko in place until the matching symbol_put(). Let the guest carry
the function, and take the module itself.
`,
      first,
    ),
    patch(
      2,
      'vfio: take hold of a guest through the guest',
      2,
      `Now that a guest carries what keeps it alive, the other half can use it
too. With this vfio does not have to see what is inside struct kvm.
`,
      second,
    ),
    patch(
      3,
      'KVM: read coherence from the file',
      3,
      `Whether a device is coherent is known when its file is opened. Read the
flag rather than asking vfio by name.
`,
      third,
    ),
    reply(
      patchId(1),
      'Idris Vale <idris@example.org>',
      '[PATCH 1/3] vfio: let go of a guest through the guest',
      'Mon, 2 Mar 2026 11:20:00 +0000',
      'a1.idris@example.org',
      `On Mon, Mar 02, 2026, Nora Winter wrote:
> symbol_get(kvm_guest_put) did two things: it found the function, and it
> kept kvm.ko in place until the matching symbol_put().

The second one is easy to forget, thanks for spelling it out.

Reviewed-by: Idris Vale <idris@example.org>
`,
    ),
    reply(
      COVER,
      'Tomas Reed <tomas@example.org>',
      '[PATCH 0/3] KVM, vfio: hold a guest without looking up symbols',
      'Mon, 2 Mar 2026 13:05:00 +0000',
      'a2.tomas@example.org',
      `>From the side of vfio I am happy to see these lookups go.

Acked-by: Tomas Reed <tomas@example.org>
`,
    ),
    reply(
      patchId(3),
      'Viola Strand <viola@example.org>',
      '[PATCH 3/3] KVM: read coherence from the file',
      'Mon, 2 Mar 2026 15:40:00 +0000',
      'a3.viola@example.org',
      `On Mon, Mar 02, 2026, Nora Winter wrote:
> Whether a device is coherent is known when its file is opened. Read the
> flag rather than asking vfio by name.

But any file may carry that flag, not only those of vfio. Who checks that
the file is one of theirs?

Nacked-by: Viola Strand <viola@example.org>
`,
    ),
    reply(
      'a3.viola@example.org',
      AUTHOR,
      '[PATCH 3/3] KVM: read coherence from the file',
      'Mon, 2 Mar 2026 16:10:00 +0000',
      'a4.nora@example.org',
      `On Mon, Mar 02, 2026, Viola Strand wrote:
> But any file may carry that flag, not only those of vfio. Who checks that
> the file is one of theirs?

Nobody, you are right. I will come back with a v2 of this one.

Nora
`,
    ),
  ],
};
