package io.makolet.schemas;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.makolet.avro.Clickstream;
import io.makolet.avro.Purchase;
import org.junit.jupiter.api.Test;

class RecordWriterTest {

    private final BuiltInRegistry registry = new BuiltInRegistry();

    @Test
    void namesTheFieldThatMustBeSetAndWritesTheNextRecordExactly() throws PoisonException {
        RecordWriter<Purchase> writer = RecordWriter.of(registry, Topic.PURCHASES, Purchase.class);
        Purchase sound = new RandomRecords(1).purchase();
        byte[] expected = writer.write(sound);
        Purchase broken = new RandomRecords(2).purchase();
        broken.setOrderId(null);

        assertThatThrownBy(() -> writer.write(broken))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("can't write Purchase")
                .hasMessageContaining("order_id");
        assertThat(writer.write(sound)).isEqualTo(expected);
    }

    @Test
    void refusesARecordOfAnotherTopic() {
        assertThatThrownBy(() -> RecordWriter.of(registry, Topic.PURCHASES, Clickstream.class))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("record io.makolet.avro.Clickstream for topic makolet.purchases, expected"
                        + " io.makolet.avro.Purchase");
    }
}
