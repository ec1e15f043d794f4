// The second thread of the demo: one patch that adds an edge.
export const opening = {
  file: 'opening.mbox',
  mails: [
    {
      from: 'Piet Lund <piet@example.org>',
      subject: '[PATCH] KVM: refuse a device that nobody has opened',
      date: 'Tue, 3 Mar 2026 08:00:00 +0000',
      id: '20260303080000.7-1-piet@example.org',
      body: `A device that was never opened cannot serve a guest. Ask vfio first.

Signed-off-by: Piet Lund <piet@example.org>
`,
      edits: [
        [
          'drivers/vfio/vfio_main.c',
          '/* Tells the device which guest',
          `int vfio_file_open_count(struct file *file)
{
	return vfio_file_is_ours(file) ? vfio_device_of(file)->open_count : 0;
}
EXPORT_SYMBOL_GPL(vfio_file_open_count);

/* Tells the device which guest`,
        ],
        [
          'include/linux/vfio.h',
          'bool vfio_file_coherent(struct file *file);\n',
          'bool vfio_file_coherent(struct file *file);\nint vfio_file_open_count(struct file *file);\n',
        ],
        [
          'virt/kvm/vfio.c',
          '#ifdef CONFIG_VFIO_WINDOW_IOMMU\nstatic struct',
          `static bool kvm_vfio_opened(struct file *file)
{
	int (*open_count)(struct file *file);
	int count;

	open_count = symbol_get(vfio_file_open_count);
	if (!open_count)
		return false;

	count = open_count(file);

	symbol_put(vfio_file_open_count);

	return count > 0;
}

#ifdef CONFIG_VFIO_WINDOW_IOMMU
static struct`,
        ],
        [
          'virt/kvm/vfio.c',
          '	kv->noncoherent = ',
          `	if (!kvm_vfio_opened(kv->file))
		return -ENODEV;
	kv->noncoherent = `,
        ],
      ],
    },
  ],
};
