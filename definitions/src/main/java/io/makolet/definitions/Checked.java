package io.makolet.definitions;

/** What a check of definitions ends with: drafts that can be published, or all that is wrong. */
public sealed interface Checked permits Drafts, Problems {}
