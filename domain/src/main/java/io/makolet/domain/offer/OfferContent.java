package io.makolet.domain.offer;

/** What is shown of an offer, in one language. */
public record OfferContent(String title, String text, String callToAction, String imageUrl, String url) {}
