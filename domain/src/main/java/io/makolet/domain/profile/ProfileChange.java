package io.makolet.domain.profile;

import org.jspecify.annotations.Nullable;

/** A profile field gets a new value, or is removed where the value is null. */
public record ProfileChange(String field, @Nullable ProfileValue value) {}
