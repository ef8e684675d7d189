/** Saved views, as the engine asks a store for them. */

/** What is asked of a list, under a name. */
export interface SavedView {
  readonly workspaceId: string;
  readonly list: string;
  /** Whose it is; '' = all who work here share it. */
  readonly owner: string;
  readonly name: string;
  /** The filter as it was written; '' = none. */
  readonly asked: string;
  readonly sort: string;
  /** Fields that are shown; none = as the list shows them. */
  readonly columns: readonly string[];
  /** What flags beside the filter say, by name. */
  readonly words: Readonly<Record<string, string>>;
  readonly savedBy: string;
  readonly savedAt: number;
}

/** A view as somebody sees it. */
export interface ListedView extends SavedView {
  /** Whether the list opens with it for whoever asks. */
  readonly isDefault: boolean;
}

/** The verbs of saved views. */
export interface ViewVerbs {
  /** The shared ones and the owner's own, by list and name. */
  list(workspaceId: string, owner: string): Promise<readonly ListedView[]>;
  /** Keeps it in place of the one of its name; false = there are too many. */
  save(view: SavedView, most: number): Promise<boolean>;
  /** A list opens with this view for somebody, or, with null, as it is; false = there is no such view. */
  openWith(
    of: { readonly workspaceId: string; readonly list: string; readonly openedBy: string },
    view: Pick<SavedView, 'owner' | 'name'> | null,
  ): Promise<boolean>;
  /** False = there is none of this name. */
  remove(view: Pick<SavedView, 'workspaceId' | 'list' | 'owner' | 'name'>): Promise<boolean>;
}
