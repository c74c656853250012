package io.datahem.conformance;

import java.io.DataOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/**
 * Answers protobuf's conformance test runner until it hangs up. Each message either way is four
 * bytes of length, lowest first, and a message of conformance.proto.
 */
final class Testee {
  private static final int MAX_REQUEST_BYTES = 1 << 28;

  public static void main(String[] args) throws IOException {
    run(System.in, System.out, new Answers(new TestTypes()));
  }

  /** Answers requests until there are no more. */
  static void run(InputStream in, OutputStream out, Answers answers) throws IOException {
    DataOutputStream replies = new DataOutputStream(out);
    while (true) {
      byte[] length = in.readNBytes(4);
      if (length.length < 4) {
        return;
      }
      int bytes = ByteBuffer.wrap(length).order(ByteOrder.LITTLE_ENDIAN).getInt();
      if (bytes < 0 || bytes > MAX_REQUEST_BYTES) {
        throw new IOException(
            "Cannot read a request of " + bytes + " bytes, expected " + MAX_REQUEST_BYTES);
      }
      byte[] reply = answers.to(in.readNBytes(bytes));
      replies.writeInt(Integer.reverseBytes(reply.length));
      replies.write(reply);
      replies.flush();
    }
  }

  private Testee() {}
}
