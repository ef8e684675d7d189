/** Bounds of the files of a playbook, and of those that come with mails; part of `LIMITS`. */
export const FILE_LIMITS = {
  /** Files of one playbook folder: a folder named by mistake must not be read whole. */
  playbookFiles: 2_000,
  /** Bytes of one file of a playbook. */
  playbookFileBytes: 1_000_000,
  /** Files that come with one mail. */
  attachments: 5,
  /** Bytes of these files together: with what MIME adds, servers that take 10 MB take it. */
  attachmentsBytes: 5_000_000,
  /** Characters of the name of such a file. */
  attachmentNameCharacters: 100,
  /** Bytes of all files that a playbook's folder holds for its mails. */
  attachmentFolderBytes: 25_000_000,
  /** Bytes of files for mails that a worker keeps at hand. */
  attachmentsHeldBytes: 64_000_000,
  /** Bytes of a draft, all files and their paths: it comes in one request. */
  draftBytes: 900_000,
  /** Drafts of one workspace that are listed. */
  draftsListed: 500,
  /** Leads that a template is rendered for at once, before it is sent. */
  previewLeads: 20,
} as const;
