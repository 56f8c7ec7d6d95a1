package io.bloodraven.testing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.Socket;
import java.net.URI;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;

class TemporalServerIT {
  @AutoClose private static final TemporalServer SERVER = TemporalServer.start();

  @Test
  void keepsItsAddressOverStopAndStart() throws IOException {
    URI address = URI.create("tcp://" + SERVER.address());
    connect(address);

    SERVER.stop();
    assertThatThrownBy(() -> connect(address)).isInstanceOf(IOException.class);

    SERVER.restart();
    assertThat(SERVER.isRunning()).isTrue();
    connect(address);
  }

  private static void connect(URI address) throws IOException {
    new Socket(address.getHost(), address.getPort()).close();
  }
}
