package io.makolet.domain.customer;

import java.util.Arrays;
import java.util.SortedMap;
import java.util.TreeMap;

/** The persisted format of {@link Person}: a version byte, then fields in fixed order; states as {@link CustomerStateCodec} packs them. */
public final class PersonCodec {

    private static final int VERSION = 1;

    private PersonCodec() {}

    /** Packs a person. */
    public static byte[] encode(Person person) {
        Packer out = new Packer();
        out.raw(VERSION);
        state(out, person.told());
        out.raw(person.isNamed() ? 1 : 0);
        String goneTo = person.goneTo();
        out.raw(goneTo == null ? 0 : 1);
        if (goneTo != null) {
            out.text(goneTo);
        }
        out.unsigned(person.sources().size());
        person.sources().values().forEach(source -> state(out, source));
        return out.toBytes();
    }

    /**
     * Unpacks a person.
     *
     * @throws IllegalArgumentException if the bytes are of an unknown version or damaged
     */
    public static Person decode(byte[] bytes) {
        Unpacker in = new Unpacker(bytes);
        int version = in.raw();
        if (version != VERSION) {
            throw new IllegalArgumentException("person of version " + version + ", expected " + VERSION);
        }
        CustomerState told = state(in);
        boolean named = in.raw() == 1;
        String goneTo = in.raw() == 0 ? null : in.text();
        SortedMap<String, CustomerState> sources = new TreeMap<>();
        for (int n = in.count(); n > 0; n--) {
            CustomerState source = state(in);
            sources.put(source.customerId(), source);
        }
        if (!in.atEnd()) {
            throw new IllegalArgumentException("person goes on behind its end");
        }
        return new Person(told, named, goneTo, sources);
    }

    private static void state(Packer out, CustomerState state) {
        byte[] packed = CustomerStateCodec.encode(state);
        out.unsigned(packed.length);
        out.bytes(packed, 0, packed.length);
    }

    private static CustomerState state(Unpacker in) {
        int length = in.count();
        int from = in.position();
        in.skip(length);
        return CustomerStateCodec.decode(Arrays.copyOfRange(in.bytes(), from, from + length));
    }
}
