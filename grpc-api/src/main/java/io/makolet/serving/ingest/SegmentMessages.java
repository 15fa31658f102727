package io.makolet.serving.ingest;

import com.google.protobuf.ByteString;
import io.makolet.avro.Identity;
import io.makolet.domain.event.EventSchema;
import io.makolet.domain.identity.Ids;
import io.makolet.domain.profile.ProfileChange;
import io.makolet.serving.api.InvalidRequestException;
import io.makolet.serving.api.Requests;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * Events as Segment's libraries send them (its specification: track, page, screen, identify, group, alias). A group becomes
 * the profile field {@code group}; what is said of it is nobody's profile. Whom they happened to is {@code userId}, or who a
 * {@code token} of ours stands for, else {@code anonymousId}, under the key {@code anonymous:ID}; where a customer and an
 * anonymous id are there, they are linked.
 */
final class SegmentMessages {

    private static final int MAX_GROUP = 512;
    private static final String ANONYMOUS = "anonymous";

    private final ProfileChanges profiles;
    private final UnaryOperator<String> token;

    /** @param token whom a token stands for */
    SegmentMessages(ProfileChanges profiles, UnaryOperator<String> token) {
        this.profiles = profiles;
        this.token = token;
    }

    /**
     * The event.
     *
     * @param call what is done, such as track
     * @param sentAt when its sender's clock said it was sent, milliseconds UTC; null where it did not say
     * @param now when it came, milliseconds UTC
     * @throws InvalidRequestException if it isn't one
     */
    Incoming read(String call, Map<String, @Nullable Object> message, @Nullable Long sentAt, long now) {
        String anonymous = optional("anonymousId", message);
        String named = optional("userId", message);
        String sealed = optional("token", message);
        String user = named.isEmpty() && !sealed.isEmpty() ? token.apply(sealed) : named;
        String customer = user.isEmpty() && !anonymous.isEmpty() ? Ids.toKey(Ids.of(ANONYMOUS, anonymous)) : user;
        Requests.checkCustomerId(
                user.isEmpty() && !anonymous.isEmpty() ? "anonymousId" : "userId", ByteString.copyFromUtf8(customer));
        List<Identity> identities = new ArrayList<>();
        if (!user.isEmpty() && !anonymous.isEmpty()) {
            identities.add(TrackedEvents.identity("anonymousId", ANONYMOUS, anonymous));
        }
        List<ProfileChange> changes = List.of();
        String type = switch (call) {
            case "track" -> SegmentNames.type(Given.required("event", message.get("event"), Requests.MAX_ID_BYTES));
            case "page", "screen" -> "page_view";
            case "identify" -> {
                changes = profiles.of("traits", Given.object("traits", message.get("traits")));
                yield "profile_update";
            }
            case "group" -> {
                changes = profiles.of(
                        "groupId", Map.of("group", Given.required("groupId", message.get("groupId"), MAX_GROUP)));
                yield "profile_update";
            }
            case "alias" -> {
                String previous = Given.required("previousId", message.get("previousId"), Requests.MAX_ID_BYTES);
                identities.add(TrackedEvents.identity("previousId", ANONYMOUS, previous));
                yield "profile_update";
            }
            default -> throw Given.wrong("type", call, "one of track, page, screen, identify, group, alias");
        };
        Map<String, @Nullable Object> context = Given.object("context", message.get("context"));
        EventSchema schema = EventDraft.schemaOf(type);
        EventDraft draft = new EventDraft(schema);
        if (schema != EventSchema.PROFILES) {
            properties(draft, schema, message);
            context(draft, context, call);
        }
        String id = optional("messageId", message);
        return new Incoming(
                draft.done(
                        "properties",
                        id.isEmpty() ? UUID.randomUUID().toString() : id,
                        customer,
                        type,
                        time(message, sentAt, now),
                        changes,
                        consent(context)),
                identities);
    }

    private static void properties(EventDraft draft, EventSchema schema, Map<String, @Nullable Object> message) {
        Map<String, @Nullable Object> given = Given.object("properties", message.get("properties"));
        boolean purchase = schema == EventSchema.PURCHASES;
        given.forEach((name, value) -> {
            String field = SegmentNames.field(name);
            String where = "properties." + name;
            if (field.equals("lines") && value != null) {
                draft.put(where, field, purchase ? lines(where, Given.list(where, value)) : null);
            } else if (field.equals("coupons") && value instanceof String coupon) {
                draft.put(where, field, List.of(coupon));
            } else if (field.equals("amount") && !purchase) {
                draft.put(where, "value", value);
            } else if (!(name.equals("revenue") && given.containsKey("total"))) {
                draft.put(where, field, value);
            }
        });
    }

    private static List<Object> lines(String where, List<?> products) {
        List<Object> lines = new ArrayList<>();
        for (int i = 0; i < products.size(); i++) {
            Map<String, @Nullable Object> line = new LinkedHashMap<>();
            Given.object(where + "[" + i + "]", products.get(i)).forEach((name, value) -> {
                // A product may have both its id in the shop and the one on its label: the shop's is meant.
                if (!name.equals("sku") || !line.containsKey("product_id")) {
                    line.put(SegmentNames.field(name), value);
                }
            });
            lines.add(line);
        }
        return lines;
    }

    /** What the libraries say of the page and the device, where the event itself did not. */
    private static void context(EventDraft draft, Map<String, @Nullable Object> context, String call) {
        Map<String, @Nullable Object> page = Given.object("context.page", context.get("page"));
        Map<String, @Nullable Object> campaign = Given.object("context.campaign", context.get("campaign"));
        Map<String, @Nullable Object> device = Given.object("context.device", context.get("device"));
        draft.putDefault("context.page.url", "url", page.get("url"));
        draft.putDefault("context.page.referrer", "referrer", page.get("referrer"));
        draft.putDefault("context.campaign.name", "campaign", campaign.get("name"));
        draft.putDefault("context.device.type", "device", device.get("type"));
        draft.putDefault("context.locale", "language", context.get("locale"));
        draft.putDefault("context.channel", "channel", call.equals("screen") ? "app" : context.get("channel"));
    }

    /** Consent by category, as Segment's consent managers report it. */
    private static Map<String, Boolean> consent(Map<String, @Nullable Object> context) {
        Map<String, Boolean> consent = new HashMap<>();
        Object preferences =
                Given.object("context.consent", context.get("consent")).get("categoryPreferences");
        Given.object("context.consent.categoryPreferences", preferences).forEach((purpose, value) -> {
            String where = "context.consent.categoryPreferences." + purpose;
            consent.put(Given.required(where, purpose, Requests.MAX_ID_BYTES), Given.bool(where, value));
        });
        return consent;
    }

    /** When it happened by our clock: the sender's may be wrong, what lies between happening and sending is not. */
    private static long time(Map<String, @Nullable Object> message, @Nullable Long sentAt, long now) {
        Object given = message.get("timestamp") == null ? message.get("originalTimestamp") : message.get("timestamp");
        if (given == null) {
            return now;
        }
        long said = Given.time("timestamp", given);
        return sentAt == null ? said : now - Math.max(0, sentAt - said);
    }

    private static String optional(String field, Map<String, @Nullable Object> message) {
        Object value = message.get(field);
        return value == null ? "" : Given.text(field, value);
    }
}
