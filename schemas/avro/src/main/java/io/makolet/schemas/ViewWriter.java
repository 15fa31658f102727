package io.makolet.schemas;

import io.makolet.avro.ProfileField;
import io.makolet.domain.customer.CustomerView;
import io.makolet.domain.profile.ProfileChange;
import io.makolet.domain.profile.ProfileValue;
import io.makolet.domain.segment.Membership;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.apache.avro.io.BinaryEncoder;
import org.apache.avro.io.EncoderFactory;
import org.apache.avro.specific.SpecificData;
import org.apache.avro.specific.SpecificDatumWriter;
import org.jspecify.annotations.Nullable;

/**
 * Writes customers' views in Confluent's wire format, field by field in the order of the schema: each event writes one, and
 * to make Avro's records of it first would cost several times as much. Equal views give equal bytes. Not thread-safe.
 */
public final class ViewWriter {

    private static final int NULL = 0;
    private static final int PRESENT = 1;

    private final byte[] header = new byte[WireFormat.PAYLOAD];
    private final SpecificDatumWriter<ProfileField> profileWriter = new SpecificDatumWriter<>(ProfileField.class);
    private final ByteArrayOutputStream out = new ByteArrayOutputStream(1024);
    private BinaryEncoder encoder = EncoderFactory.get().binaryEncoder(out, null);

    /** Throws as {@link RecordWriter#of} does. */
    public ViewWriter(SchemaRegistry registry) {
        Class<io.makolet.avro.CustomerView> type = io.makolet.avro.CustomerView.class;
        WireFormat.putHeader(
                header,
                registry.idOf(Topic.CUSTOMER_VIEWS.subject(), SpecificData.get().getSchema(type)));
    }

    /** The view's bytes. */
    public byte[] write(CustomerView view) {
        // Reconfiguring flushes what a failed write left behind, so it comes before the reset.
        encoder = EncoderFactory.get().binaryEncoder(out, encoder);
        out.reset();
        out.write(header, 0, header.length);
        try {
            head(view);
            memberships(view.memberships());
            scores(view.scores());
            profile(view.profile());
            consent(view.consent());
            traits(view.traits());
            text(view.person());
            encoder.writeLong(view.version().merged());
            ids(view.ids());
            encoder.flush();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return out.toByteArray();
    }

    private void head(CustomerView view) throws IOException {
        encoder.writeString(view.customerId());
        encoder.writeInt(view.version().era());
        encoder.writeLong(view.version().applied());
        encoder.writeLong(view.version().attempt());
        encoder.writeLong(view.version().revision());
        encoder.writeLong(view.asOf());
        text(view.lastEventId());
        instantUnless(Long.MIN_VALUE, view.lastEventTime());
    }

    private void memberships(List<Membership> memberships) throws IOException {
        begin(memberships.size());
        for (Membership membership : memberships) {
            encoder.writeInt(membership.segment());
            encoder.writeInt(membership.definitionVersion());
            encoder.writeInt(membership.value().code());
            encoder.writeLong(membership.since());
            begin(membership.flips().size());
            for (Membership.Flip flip : membership.flips()) {
                encoder.writeLong(flip.at());
                encoder.writeInt(flip.value().code());
            }
            encoder.writeArrayEnd();
            instantUnless(Long.MAX_VALUE, membership.validUntil());
            text(membership.reason());
        }
        encoder.writeArrayEnd();
    }

    private void scores(List<CustomerView.OfferScore> scores) throws IOException {
        begin(scores.size());
        for (CustomerView.OfferScore score : scores) {
            encoder.writeInt(score.offer());
            encoder.writeFloat(score.score());
        }
        encoder.writeArrayEnd();
    }

    private void profile(Map<String, ProfileValue> profile) throws IOException {
        begin(profile.size());
        for (Map.Entry<String, ProfileValue> field : inOrder(profile).entrySet()) {
            profileWriter.write(ProfileMapping.toAvro(new ProfileChange(field.getKey(), field.getValue())), encoder);
        }
        encoder.writeArrayEnd();
    }

    private void consent(Map<String, Boolean> consent) throws IOException {
        begin(consent.size());
        for (Map.Entry<String, Boolean> entry : inOrder(consent).entrySet()) {
            encoder.writeString(entry.getKey());
            encoder.writeBoolean(entry.getValue());
        }
        encoder.writeMapEnd();
    }

    private void traits(Map<String, Double> traits) throws IOException {
        begin(traits.size());
        for (Map.Entry<String, Double> entry : inOrder(traits).entrySet()) {
            encoder.writeString(entry.getKey());
            encoder.writeDouble(entry.getValue());
        }
        encoder.writeMapEnd();
    }

    private void ids(List<String> ids) throws IOException {
        begin(ids.size());
        for (String id : ids) {
            encoder.writeString(id);
        }
        encoder.writeArrayEnd();
    }

    /** Begins the one block of an array or a map. */
    private void begin(int items) throws IOException {
        encoder.setItemCount(items);
    }

    private void text(@Nullable String value) throws IOException {
        encoder.writeIndex(value == null ? NULL : PRESENT);
        if (value != null) {
            encoder.writeString(value);
        }
    }

    private void instantUnless(long none, long millis) throws IOException {
        encoder.writeIndex(millis == none ? NULL : PRESENT);
        if (millis != none) {
            encoder.writeLong(millis);
        }
    }

    private static <V> Map<String, V> inOrder(Map<String, V> map) {
        return map.size() <= 1 || map instanceof TreeMap ? map : new TreeMap<>(map);
    }
}
