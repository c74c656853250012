package io.datahem.benchmarks;

import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.time.Duration;
import java.util.List;
import java.util.Properties;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;

/**
 * What reading cannot do without: a consumer that looks at each event's bytes and headers and
 * forgets them. Neither the broker, nor HotSpot's compilers, nor the collector of garbage are
 * counted.
 */
final class ReadAlone {
  private static final Duration WAIT = Duration.ofMillis(100);
  private static final long LONGEST_NANOS = Duration.ofMinutes(10).toNanos();

  private ReadAlone() {}

  /**
   * Events per second of the thread's CPU, of those after the first third.
   *
   * @param count how many there are at least
   */
  static double rowsPerCpuSecond(String bootstrap, String topic, int count) {
    Properties settings = new Properties();
    settings.put("bootstrap.servers", bootstrap);
    settings.put("isolation.level", "read_committed");
    settings.put("enable.auto.commit", "false");
    settings.put("max.poll.records", "2000");
    ThreadMXBean threads = ManagementFactory.getThreadMXBean();
    long deadline = System.nanoTime() + LONGEST_NANOS;
    try (KafkaConsumer<byte[], byte[]> consumer =
        new KafkaConsumer<>(settings, new ByteArrayDeserializer(), new ByteArrayDeserializer())) {
      List<TopicPartition> partitions =
          consumer.partitionsFor(topic).stream()
              .map(info -> new TopicPartition(topic, info.partition()))
              .toList();
      consumer.assign(partitions);
      consumer.seekToBeginning(partitions);
      long seen = 0;
      long bytes = 0;
      long warmAt = 0;
      long begun = 0;
      while (seen < count) {
        if (System.nanoTime() > deadline) {
          throw new IllegalStateException("Cannot read " + count + " events, only " + seen);
        }
        for (ConsumerRecord<byte[], byte[]> event : consumer.poll(WAIT)) {
          bytes += event.value().length;
          for (Header header : event.headers()) {
            bytes += header.key().length() + header.value().length;
          }
          seen++;
        }
        if (warmAt == 0 && seen > count / 3) {
          warmAt = seen;
          begun = threads.getCurrentThreadCpuTime();
        }
      }
      double seconds = (threads.getCurrentThreadCpuTime() - begun) / 1e9;
      System.out.printf("  (read %,d bytes of events and attributes)%n", bytes);
      return (seen - warmAt) / seconds;
    }
  }
}
