package io.makolet.local;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.BooleanNode;
import com.fasterxml.jackson.databind.node.DoubleNode;
import com.fasterxml.jackson.databind.node.NullNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import io.makolet.v1.Customer;
import io.makolet.v1.ProfileValue;
import io.makolet.v1.SegmentMembership;
import java.util.TreeMap;

/** A customer as {@code makolet customer --json} prints it. */
final class CustomerJson {

    private CustomerJson() {}

    static ObjectNode of(Customer customer) {
        ObjectNode json = Json.object()
                .put("customer", customer.getCustomerId())
                .put("known", customer.getKnown())
                .put("person", customer.getPerson().isEmpty() ? null : customer.getPerson())
                .put("as_of", Json.time(customer.getAsOf()))
                .put("stale", customer.getStale());
        ArrayNode ids = json.putArray("ids");
        customer.getIdsList().forEach(ids::add);
        json.putObject("version")
                .put("era", customer.getVersion().getEra())
                .put("merged", customer.getVersion().getMerged())
                .put("applied", customer.getVersion().getApplied())
                .put("attempt", customer.getVersion().getAttempt())
                .put("revision", customer.getVersion().getRevision());
        json.put("last_event_id", customer.getLastEventId().isEmpty() ? null : customer.getLastEventId());
        json.put("last_event_time", customer.hasLastEventTime() ? Json.time(customer.getLastEventTime()) : null);
        ArrayNode segments = json.putArray("segments");
        customer.getSegmentsList().forEach(membership -> segments.add(of(membership)));
        ObjectNode traits = json.putObject("traits");
        new TreeMap<>(customer.getTraitsMap()).forEach(traits::put);
        ObjectNode profile = json.putObject("profile");
        new TreeMap<>(customer.getProfileMap()).forEach((name, value) -> profile.set(name, of(value)));
        ObjectNode consent = json.putObject("consent");
        new TreeMap<>(customer.getConsentMap()).forEach(consent::put);
        return json;
    }

    private static ObjectNode of(SegmentMembership membership) {
        return Json.object()
                .put("id", membership.getId())
                .put("value", Json.truth(membership.getValue()))
                .put("since", membership.hasSince() ? Json.time(membership.getSince()) : null)
                .put("flip_at", membership.hasFlipAt() ? Json.time(membership.getFlipAt()) : null)
                .put("value_after", membership.hasFlipAt() ? Json.truth(membership.getValueAfter()) : null)
                .put("reason", membership.getReason().isEmpty() ? null : membership.getReason())
                .put("version", membership.getVersion());
    }

    static JsonNode of(ProfileValue value) {
        return switch (value.getValueCase()) {
            case BOOLEAN -> BooleanNode.valueOf(value.getBoolean());
            case TEXT -> TextNode.valueOf(value.getText());
            case CHOICES -> {
                ArrayNode choices = Json.array();
                value.getChoices().getValuesList().forEach(choices::add);
                yield choices;
            }
            case NUMBER -> DoubleNode.valueOf(value.getNumber());
            case DATE -> TextNode.valueOf(value.getDate());
            case RATING ->
                Json.object()
                        .put("value", value.getRating().getValue())
                        .put("max", value.getRating().getMax());
            case PLACE ->
                Json.object()
                        .put("latitude", value.getPlace().getLatitude())
                        .put("longitude", value.getPlace().getLongitude())
                        .put("label", value.getPlace().getLabel());
            case VALUE_NOT_SET -> NullNode.getInstance();
        };
    }
}
