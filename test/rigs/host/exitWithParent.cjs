// Preloaded into n8n: when the program that started it is gone, however it ended, n8n goes too.
process.once('disconnect', () => process.kill(process.pid, 'SIGKILL'));
process.channel?.unref();
