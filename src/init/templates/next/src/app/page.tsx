export default function Page() {
  return <p>The receiver of Logto's webhooks is at POST /webhooks/logto.</p>;
}
